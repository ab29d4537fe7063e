package dev.storyc.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackTest {
    private static final EmulatorSettings AT_ONCE = new EmulatorSettings(0, Duration.ZERO, false, 160, true);

    @TempDir
    Path folder;

    private static String asking(MockWebServer listener) {
        return RunningEmulator.ONE_SHOT.replace(
                "{\"model\"", "{\"callback_url\":\"" + listener.url("/done") + "\",\"model\"");
    }

    @Test
    void theResultIsSentUntilItIsTaken() throws IOException, InterruptedException {
        try (MockWebServer listener = new MockWebServer();
                RunningEmulator far = new RunningEmulator(folder, Faults.none(), AT_ONCE)) {
            listener.enqueue(new MockResponse.Builder().code(503).build());
            listener.enqueue(new MockResponse.Builder().code(204).build());
            listener.start();
            String id = far.job(asking(listener));
            for (int attempt = 1; attempt <= 2; attempt++) {
                RecordedRequest call = listener.takeRequest(20, TimeUnit.SECONDS);
                assertThat(call).isNotNull();
                assertThat(call.getMethod()).isEqualTo("POST");
                assertThat(call.getHeaders().get("Content-Type")).isEqualTo("application/json");
                assertThat(call.getHeaders().get("Authorization")).isNull();
                assertThat(call.getBody()).isNotNull();
                assertThat(JsonMapper.builder().build().readTree(call.getBody().string(StandardCharsets.UTF_8)))
                        .isEqualTo(far.query(id));
            }
        }
    }

    @Test
    void aListenerThatNeverAnswersHoldsNothingUp() throws IOException, InterruptedException {
        try (MockWebServer deaf = new MockWebServer()) {
            deaf.start();
            RunningEmulator far = new RunningEmulator(folder, Faults.none(), AT_ONCE);
            String id = far.job(asking(deaf));
            assertThat(deaf.takeRequest(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(far.query(id).path("data").path("status").intValue()).isEqualTo(2);
            far.close();
        }
    }
}
