package dev.storyc.shared;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a team's store is, as {@link SharedAddressReader} understood it; nothing of it is opened yet. */
public sealed interface SharedAddress {
    /** What people call it, without anything secret. */
    String name();

    /** Why nothing secret may be sent there, with the words that allow it; empty where it may. */
    Optional<String> distrust();

    /** A folder that several machines see. */
    record Folder(Path root) implements SharedAddress {
        @Override
        public String name() {
            return root.toString();
        }

        @Override
        public Optional<String> distrust() {
            return Optional.empty();
        }
    }

    /**
     * A bucket of S3, or of what speaks as S3 does.
     *
     * @param prefix what all names there begin with, without slashes at its ends; may be empty
     * @param endpoint who is asked, where that isn't AWS itself
     * @param pathStyle whether the bucket stands in the path and not before the host
     */
    record Bucket(
            String bucket,
            String prefix,
            Optional<URI> endpoint,
            Optional<String> region,
            boolean pathStyle,
            Optional<Secret> keyId,
            Optional<Secret> key,
            Optional<Secret> sessionToken,
            Optional<String> distrust)
            implements SharedAddress {
        @Override
        public String name() {
            String at = endpoint.map(uri -> " at " + uri).orElse("");
            return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + at;
        }
    }

    /**
     * A cache behind HTTP, laid out as Bazel's are.
     *
     * @param url without a slash at its end
     * @param authorization the header that is sent along
     */
    record Web(URI url, Optional<Secret> authorization, Optional<String> distrust) implements SharedAddress {
        @Override
        public String name() {
            return url.toString();
        }
    }
}
