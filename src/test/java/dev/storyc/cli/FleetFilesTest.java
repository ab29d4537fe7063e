package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What is handed out to start workers with is what the machinery it is for takes. */
class FleetFilesTest {
    private static final Path UNIT = Path.of("src/main/dist/systemd/storyc-worker@.service");
    private static final Path KUBERNETES = Path.of("src/main/dist/kubernetes/storyc-worker.yaml");
    /** The longest a create waits for its answer, and a little. */
    private static final int DRAIN_SECONDS = 200;

    @TempDir
    Path folder;

    /** The unit with a program that is there, so that only what it says is judged. */
    private Path unit(String text) throws IOException {
        Path program = folder.resolve("storyc");
        if (Files.notExists(program)) {
            Files.writeString(program, "#!/bin/sh\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return Files.writeString(
                folder.resolve("storyc-worker@.service"), text.replace("/opt/storyc/bin/storyc", program.toString()));
    }

    @Test
    void systemdFindsNoFaultWithTheUnit() throws Exception {
        assumeTrue(Program.runs("systemd-analyze", "--version"), "systemd-analyze is not installed here");
        String text = Files.readString(UNIT);
        Program.Said said = verify(text);
        assertThat(said.words()).isEmpty();
        assertThat(said.code()).isZero();
        // That it would find one.
        assertThat(verify(text.replace("NoNewPrivileges=yes", "NoNewPrivilege=yes"))
                        .words())
                .contains("NoNewPrivilege");
        assertThat(verify(text.replace("TimeoutStopSec=7min", "TimeoutStopSec=soon"))
                        .words())
                .contains("Failed to parse time value");
    }

    private Program.Said verify(String text) throws IOException, InterruptedException {
        return Program.run(
                folder,
                Map.of(),
                "systemd-analyze",
                "verify",
                "--man=no",
                unit(text).toString().replace("@.", "@1."));
    }

    @Test
    void aWorkerMayDoLittleOnItsMachine() throws Exception {
        assumeTrue(Program.runs("systemd-analyze", "--version"), "systemd-analyze is not installed here");
        Program.Said said = Program.run(
                folder,
                Map.of(),
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=20",
                unit(Files.readString(UNIT)).toString());
        // Old ones can't judge a unit that isn't loaded.
        assumeTrue(!said.words().contains("nrecognized option"), "this systemd-analyze is too old to judge a file");
        assertThat(said.code()).as(said.words()).isZero();
    }

    @Test
    void bothStartAWorkerThatDrainsAndHasItsSecretsFromFiles() throws IOException {
        String unit = Files.readString(UNIT);
        assertThat(unit)
                .contains(
                        "ExecStart=/opt/storyc/bin/storyc worker --key-file %d/shortapi-key --listen 127.0.0.1:946%i\n")
                .contains(
                        "\nLoadCredential=shortapi-key:",
                        "\nLoadCredential=fleet-password:",
                        "STORYC_FLEET_PASSWORD_FILE=%d/fleet-password")
                .contains("\nKillSignal=SIGTERM\n", "\nRestart=on-failure\n", "\nDynamicUser=yes\n")
                .doesNotContain("SHORTAPI_KEY", "PGPASSWORD");
        String minutes = Pattern.compile("(?m)^TimeoutStopSec=([0-9]+)min$")
                .matcher(unit)
                .results()
                .map(hit -> hit.group(1))
                .findFirst()
                .orElseThrow();
        assertThat(60 * Integer.parseInt(minutes)).isGreaterThan(DRAIN_SECONDS);

        Map<?, ?> pod = (Map<?, ?>) at(new Yaml().load(Files.readString(KUBERNETES)), "spec", "template", "spec");
        assertThat((Integer) at(pod, "terminationGracePeriodSeconds")).isGreaterThan(DRAIN_SECONDS);
        Object worker = ((List<?>) at(pod, "containers")).get(0);
        assertThat((List<?>) at(worker, "command"))
                .asString()
                .isEqualTo(
                        "[/opt/storyc/bin/storyc, worker, --key-file, /secrets/shortapi-key, --listen, 0.0.0.0:9464]");
        for (String probe : List.of("readinessProbe", "livenessProbe")) {
            assertThat(at(worker, probe, "httpGet", "path")).isEqualTo("/health");
            assertThat(at(worker, probe, "httpGet", "port")).isEqualTo("status");
        }
        assertThat(at(worker, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(worker, "resources", "limits", "memory")).isEqualTo("768Mi");
        assertThat(Files.readString(KUBERNETES)).doesNotContain("SHORTAPI_KEY", "PGPASSWORD");
    }

    private static Object at(Object yaml, String... names) {
        Object here = yaml;
        for (String name : names) {
            here = Objects.requireNonNull(((Map<?, ?>) here).get(name), name);
        }
        return here;
    }
}
