package dev.storyc.shared;

import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients of S3 that tell of a dead store soon, and that stores which only resemble S3 understand. */
final class S3Clients {
    static final Duration SMALL = Duration.ofSeconds(20);
    static final Duration FILM = Duration.ofMinutes(30);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int TRIES = 3;

    private S3Clients() {}

    static S3Client make(SharedAddress.Bucket address, SharedWeb web) {
        OkHttpClient calls = web.client()
                .get()
                .newBuilder()
                .followRedirects(false)
                .followSslRedirects(false)
                // The SDK repeats what may be repeated, and counts.
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT)
                .readTimeout(SILENCE)
                .writeTimeout(SILENCE)
                .build();
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(new OkSdkClient(calls))
                .credentialsProvider(credentials(address))
                .forcePathStyle(address.pathStyle())
                // Every byte is hashed by whoever asks for it. Stores that only resemble S3 stumble over AWS's own
                // sums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(TRIES)
                        .build()));
        address.endpoint().ifPresent(builder::endpointOverride);
        region(address).ifPresent(builder::region);
        return builder.build();
    }

    /** Empty where AWS's own files, or the machine in its cloud, are to tell. */
    private static Optional<Region> region(SharedAddress.Bucket address) {
        return address.region()
                .or(() -> address.endpoint().map(any -> "us-east-1"))
                .map(Region::of);
    }

    private static AwsCredentialsProvider credentials(SharedAddress.Bucket address) {
        if (address.keyId().isEmpty() || address.key().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        String id = address.keyId().get().value();
        String key = address.key().get().value();
        return StaticCredentialsProvider.create(address.sessionToken()
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, key, token.value()))
                .orElseGet(() -> AwsBasicCredentials.create(id, key)));
    }
}
