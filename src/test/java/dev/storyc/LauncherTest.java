package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher itself, in a small checkout of its own, with programs in the place of Maven and Java that say what they
 * were asked.
 */
@Tag("fast")
class LauncherTest {
    private static final String JAVA = "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\nfor word; do echo \"<$word>\"; done\n";
    private static final String MAVEN = """
            #!/bin/sh
            echo "$*" >>"$MVN_SAW"
            if [ -n "$MVN_GATE" ]; then
                echo >"$MVN_GATE.reached"
                while [ ! -f "$MVN_GATE" ]; do sleep 0.02; done
            fi
            while [ -n "$MVN_EDITS" ] && [ ! "$MVN_EDITS" -nt target/storyc-cli.lock/began ]; do
                echo '// edited' >>"$MVN_EDITS"
            done
            if [ -n "$MVN_FAILS" ]; then
                echo '[ERROR] the compiler is unhappy'
                exit 1
            fi
            mkdir -p target/launcher
            echo jar >target/launcher/storyc.jar
            """;

    private static final String WAITING = "storyc: waiting for another one that is building";

    @TempDir
    Path temp;

    private Path repository;
    private Path jdk;
    private Path sources;
    private Path source;
    private Path jar;
    private Path mavenSaw;

    @BeforeEach
    void makeCheckout() throws IOException {
        repository = Files.createDirectories(temp.resolve("a check out/storyc"));
        Files.copy(Path.of("storyc"), repository.resolve("storyc"));
        executable(repository.resolve("storyc"));
        Files.writeString(repository.resolve("pom.xml"), "<project/>");
        sources = Files.createDirectories(repository.resolve("src/main/java"));
        source = sources.resolve("Main.java");
        Files.writeString(source, "class Main {}");
        jar = repository.resolve("target/storyc-cli.jar");
        jdk = Files.createDirectories(temp.resolve("a jdk"));
        program(jdk.resolve("bin/java"), JAVA);
        program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");
        mavenSaw = temp.resolve("maven-saw");
        program(temp.resolve("tools and more/mvn"), MAVEN);
    }

    @Test
    void buildsOnceAndThenOnlyStarts() throws Exception {
        Run first = run(List.of("check", "a b", ""));
        assertThat(first.code()).isZero();
        assertThat(first.err())
                .containsExactly("storyc: building, once (the first time, Maven fetches the libraries) …");
        assertThat(first.out()).endsWith("<-jar>", "<" + jar.toRealPath() + ">", "<check>", "<a b>", "<>");
        assertThat(builds())
                .containsExactly("-q -B -Dquick -Dmaven.test.skip=true -DbuildDirectory="
                        + repository.toRealPath().resolve("target/launcher") + " package");
        assertThat(jar).exists();
        assertThat(repository.resolve("target/storyc-cli.lock")).doesNotExist();

        List<String> before = tree();
        Run second = run(List.of("check"));
        assertThat(second.err()).isEmpty();
        assertThat(builds()).hasSize(1);
        assertThat(tree()).as("a start writes nothing").isEqualTo(before);
    }

    @Test
    void buildsAgainAfterAnEditAndAfterADeletion() throws Exception {
        Path other = source.resolveSibling("Other.java");
        Files.writeString(other, "class Other {}");
        run(List.of("check"));
        age();
        assertThat(run(List.of("check")).err()).isEmpty();
        changed(source, 30);
        run(List.of("check"));
        assertThat(builds()).hasSize(2);
        Files.delete(other);
        age();
        changed(sources, 30);
        run(List.of("check"));
        assertThat(builds()).hasSize(3);
    }

    @Test
    void whatIsEditedDuringABuildIsBuiltNextTime() throws Exception {
        run(Map.of("MVN_EDITS", source.toString()), List.of("check"));
        run(List.of("check"));
        assertThat(builds()).hasSize(2);
        run(List.of("check"));
        assertThat(builds()).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Path gate = temp.resolve("gate");
        Process first = start(Map.of("MVN_GATE", gate.toString()), List.of("check"));
        awaitFile(temp.resolve("gate.reached"));
        Process second = start(Map.of(), List.of("check"));
        try (var err = second.errorReader()) {
            assertThat(err.readLine()).isEqualTo(WAITING);
            Files.createFile(gate);
            assertThat(finish(first).code()).isZero();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isZero();
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void takesOverFromABuilderThatIsGone() throws Exception {
        Process gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();
        Path lock = Files.createDirectories(repository.resolve("target/storyc-cli.lock"));
        Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
        assertThat(run(List.of("check")).code()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(lock).doesNotExist();
    }

    @Test
    void waitsForAMavenWhoseLauncherWasKilled() throws Exception {
        Process gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();
        Process maven = new ProcessBuilder("sleep", "60").start();
        try {
            Path lock = Files.createDirectories(repository.resolve("target/storyc-cli.lock"));
            Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
            Files.writeString(lock.resolve("maven"), maven.pid() + "\n");
            Process launcher = start(Map.of(), List.of("check"));
            try (var err = launcher.errorReader()) {
                assertThat(err.readLine()).isEqualTo(WAITING);
                assertThat(mavenSaw).doesNotExist();
                maven.destroyForcibly().waitFor();
                assertThat(launcher.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(launcher.exitValue()).isZero();
            }
            assertThat(builds()).hasSize(1);
        } finally {
            maven.destroyForcibly();
        }
    }

    @Test
    void aFailedBuildShowsItsLogAndLeavesNoJar() throws Exception {
        Run failed = run(Map.of("MVN_FAILS", "yes"), List.of("check"));
        assertThat(failed.code()).isEqualTo(70);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("[ERROR] the compiler is unhappy");
        assertThat(failed.err().get(failed.err().size() - 1))
                .startsWith("storyc: the build failed; all it said is in ")
                .endsWith("target/storyc-cli.log");
        assertThat(jar).doesNotExist();
        assertThat(repository.resolve("target/storyc-cli.lock")).doesNotExist();
        assertThat(run(List.of("check")).code()).isZero();
    }

    @Test
    void worksThroughLinksAndFromAnyFolder() throws Exception {
        Path bin = Files.createDirectories(temp.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("inner"), Path.of("../a check out/storyc/storyc"));
        Path link = Files.createSymbolicLink(bin.resolve("storyc"), Path.of("inner"));
        Process process = builder(Map.of(), List.of("check"), link.toString())
                .directory(bin.toFile())
                .start();
        assertThat(finish(process).out()).contains("<" + jar.toRealPath() + ">");
    }

    @Test
    void shortCommandsStartLeanAndLongOnesAsTheJvmLikes() throws Exception {
        assertThat(run(List.of("check")).out()).contains("<-XX:TieredStopAtLevel=1>", "<-XX:+UseSerialGC>");
        assertThat(run(List.of("--version")).out()).contains("<-XX:TieredStopAtLevel=1>");
        assertThat(run(List.of("explain", "build")).out()).contains("<-XX:TieredStopAtLevel=1>");
        for (String command : List.of("build", "compile", "emulator", "worker", "serve")) {
            assertThat(run(List.of(command)).out()).noneMatch(line -> line.contains("TieredStopAtLevel"));
        }
        assertThat(run(Map.of("STORYC_JAVA_OPTS", "-Xmx1g -Da=*"), List.of("build"))
                        .out())
                .containsSubsequence("<-Xmx1g>", "<-Da=*>", "<-jar>");
    }

    @Test
    void setsAUtf8LocaleOnlyWhereThereIsNone() throws Exception {
        assertThat(run(Map.of("LC_ALL", "C"), List.of("check")).out().get(0)).matches("LC_ALL=(C|en_US)\\.UTF-8");
        assertThat(run(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", "C.UTF-8"), List.of("check"))
                        .out()
                        .get(0))
                .isEqualTo("LC_ALL=");
    }

    @Test
    void saysPlainlyWhatIsMissing() throws Exception {
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertThat(run(List.of("check")).err())
                .containsExactly("storyc: Java 17 or newer is needed, and " + jdk.resolve("bin/java") + " is 11.0.2");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"1.8.0_292\"\n");
        assertThat(run(List.of("check")).err().get(0)).endsWith(" is 1.8.0_292");
        assertThat(run(Map.of("JAVA_HOME", temp.toString()), List.of("check")).err())
                .containsExactly("storyc: JAVA_HOME is " + temp + ", but there is no bin/java in it");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Files.delete(jdk.resolve("bin/javac"));
        assertThat(run(List.of("check")).err().get(0)).contains("takes a whole JDK");
        Files.delete(temp.resolve("tools and more/mvn"));
        Run withoutMaven = run(Map.of("PATH", plainTools()), List.of("check"));
        assertThat(withoutMaven.code()).isEqualTo(70);
        assertThat(withoutMaven.err().get(0)).contains("there is no mvn on PATH: install Maven");
    }

    @Test
    void asksAJavaWithoutAReleaseFileForItsVersion() throws Exception {
        Files.delete(jdk.resolve("release"));
        program(jdk.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"16.0.1\" 2021-04-20' >&2\n");
        assertThat(run(List.of("check")).err().get(0)).endsWith(" is 16.0.1");
        program(jdk.resolve("bin/java"), "#!/bin/sh\necho 'No Java runtime present' >&2\nexit 1\n");
        assertThat(run(List.of("check")).err().get(0)).contains("does not run: install a JDK");
    }

    @Test
    void startsWhatIsThereWhereItCannotBuild() throws Exception {
        run(List.of("check"));
        age();
        changed(source, 30);
        Files.setPosixFilePermissions(jar.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeTrue(!Files.isWritable(jar.getParent()), "root writes everywhere");
            Run stale = run(List.of("check"));
            assertThat(stale.code()).isZero();
            assertThat(stale.err().get(0)).contains("cannot be written to: starting what is there");
        } finally {
            Files.setPosixFilePermissions(jar.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aPackagedOneHasItsJarBesideIt() throws Exception {
        Files.delete(repository.resolve("pom.xml"));
        assertThat(run(List.of("check")).err().get(0))
                .startsWith("storyc: there is no ")
                .contains("storyc.jar");
        Files.writeString(repository.resolve("storyc.jar"), "jar");
        assertThat(run(List.of("check")).out())
                .contains("<" + repository.toRealPath().resolve("storyc.jar") + ">");
        assertThat(mavenSaw).doesNotExist();
    }

    private record Run(int code, List<String> out, List<String> err) {}

    private Run run(List<String> args) throws Exception {
        return run(Map.of(), args);
    }

    private Run run(Map<String, String> environment, List<String> args) throws Exception {
        return finish(start(environment, args));
    }

    private Process start(Map<String, String> environment, List<String> args) throws IOException {
        return builder(environment, args, repository.resolve("storyc").toString())
                .start();
    }

    private ProcessBuilder builder(Map<String, String> environment, List<String> args, String launcher) {
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        Map<String, String> env = builder.environment();
        env.put("PATH", temp.resolve("tools and more") + ":" + env.get("PATH"));
        env.put("JAVA_HOME", jdk.toString());
        env.put("MVN_SAW", mavenSaw.toString());
        env.remove("STORYC_JAVA_OPTS");
        env.putAll(environment);
        return builder;
    }

    // What either stream says here is far below a pipe's buffer, so one after the other can't block.
    private static Run finish(Process process) throws Exception {
        try (var out = process.inputReader();
                var err = process.errorReader()) {
            List<String> said = out.lines().toList();
            List<String> complained = err.lines().toList();
            return new Run(process.waitFor(), said, complained);
        }
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(mavenSaw);
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                found.add(file + " " + Files.getLastModifiedTime(file));
            }
            return found;
        }
    }

    // File clocks tick every few milliseconds, and this checkout lives no longer: so all of it is made older.
    private void age() throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            for (Path file : files.toList()) {
                changed(file, file.equals(jar) ? 60 : 120);
            }
        }
    }

    private static void changed(Path file, int minutesAgo) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutesAgo))));
    }

    private static void awaitFile(Path file) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("waiting for " + file).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A PATH with what the launcher calls and no Maven, wherever this machine keeps it. */
    private String plainTools() throws IOException {
        Path plain = Files.createDirectories(temp.resolve("plain"));
        for (String tool : List.of("find", "head", "mkdir", "rm", "cat", "locale", "readlink", "tail", "sleep")) {
            for (String folder : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(folder + tool))) {
                    program(plain.resolve(tool), "#!/bin/sh\nexec " + folder + tool + " \"$@\"\n");
                }
            }
        }
        return plain.toString();
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
