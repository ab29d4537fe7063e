package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private static final String JAVA = """
            #!/bin/sh
            echo "LC_ALL=$LC_ALL"
            for word; do
                echo "<$word>"
                case $word in
                    -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*)
                        echo made >>"$JAVA_SAW"
                        [ -n "$JAVA_FAILS" ] || echo archive >"${word#*=}"
                        ;;
                esac
            done
            """;
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
    private Path javaSaw;

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
        javaSaw = temp.resolve("java-saw");
        program(temp.resolve("tools and more/mvn"), MAVEN);
    }

    @Test
    void buildsOnceAndThenOnlyStarts() throws Exception {
        Run first = run(List.of("check", "a b", ""));
        assertThat(first.code()).isZero();
        assertThat(first.err())
                .containsExactly("storyc: building, once (the first time, Maven fetches the libraries) …");
        assertThat(first.out())
                .endsWith("<-cp>", "<" + jar.toRealPath() + ">", "<dev.storyc.cli.Main>", "<check>", "<a b>", "<>");
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
        for (String command : List.of("compile", "emulator", "lsp", "serve", "store", "verify", "worker")) {
            assertThat(run(List.of(command)).out()).noneMatch(line -> line.contains("TieredStopAtLevel"));
        }
        assertThat(run(Map.of("STORYC_JAVA_OPTS", "-Xmx1g -Da=*"), List.of("build"))
                        .out())
                .containsSubsequence("<-Xmx1g>", "<-Da=*>", "<-cp>");
    }

    @Test
    void aJavaThatAsksIsToldThatNativeCodeIsLoaded() throws Exception {
        String allowed = "<--enable-native-access=ALL-UNNAMED>";
        assertThat(run(List.of("check")).out()).doesNotContain(allowed);
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.3\"\n");
        assertThat(run(List.of("check")).out()).containsSubsequence(allowed, "<-cp>");
    }

    @Test
    void whoAsksForTheSecondCompilerGetsAThreadForEach() throws Exception {
        String one = "<-XX:CICompilerCount=1>";
        assertThat(run(List.of("check")).out()).contains(one);
        assertThat(run(Map.of("STORYC_JAVA_OPTS", "-XX:TieredStopAtLevel=4"), List.of("check"))
                        .out())
                .contains("<-XX:TieredStopAtLevel=4>")
                .doesNotContain(one);
    }

    @Test
    void aColonInThePathOfTheJarPartsNothing() throws Exception {
        Path home = Files.createDirectories(temp.resolve("tools:2026"));
        Path copied =
                Files.copy(repository.resolve("storyc"), home.resolve("storyc"), StandardCopyOption.COPY_ATTRIBUTES);
        Path itsJar = Files.writeString(home.resolve("storyc.jar"), "a jar");
        Run run = finish(builder(Map.of(), List.of("check"), copied.toString()).start());
        assertThat(run.out()).endsWith("<-jar>", "<" + itsJar.toRealPath() + ">", "<check>");
    }

    @Test
    void aWorkerIsBoundedAndEndsWithoutMemory() throws Exception {
        assertThat(run(Map.of("STORYC_JAVA_OPTS", "-Xmx1g"), List.of("worker")).out())
                .containsSubsequence("<-Xmx384m>", "<-XX:+ExitOnOutOfMemoryError>", "<-Xmx1g>", "<-cp>");
    }

    @Test
    void whatHashesMuchGetsTheSecondCompilerForHashingAndWritingAlone() throws Exception {
        assertThat(run(List.of("compile")).out()).noneMatch(line -> line.contains("CompilerDirectives"));
        Path directives = jar.resolve("../../src/main/launcher/compilers.json").normalize();
        Files.createDirectories(directives.resolveSibling("."));
        Files.writeString(directives, "[]");
        for (List<String> command : List.of(
                List.of("compile", "--set", "a=b"),
                List.of("build", "--locked"),
                List.of("verify"),
                List.of("store"))) {
            assertThat(run(command).out())
                    .contains("<-XX:CompilerDirectivesFile=" + directives.toRealPath() + ">", "<-XX:-DisplayVMOutput>");
        }
        for (String command : List.of("plan", "build")) {
            assertThat(run(List.of(command)).out()).noneMatch(line -> line.contains("CompilerDirectives"));
        }
    }

    @Test
    void theJvmTakesTheDirectivesWithoutAWordOnStandardOutput() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-DisplayVMOutput",
                        "-XX:CompilerDirectivesFile=" + Path.of("src/main/launcher/compilers.json"),
                        "-version")
                .start();
        Run ended = finish(process);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().get(0)).contains("version");
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
    void remembersWhatALinkOnThePathNamesUntilItNamesAnother() throws Exception {
        withModules();
        Path links = Files.createDirectories(temp.resolve("links"));
        Path link = Files.createSymbolicLink(links.resolve("java"), jdk.resolve("bin/java"));
        String path = links + ":" + temp.resolve("tools and more") + ":" + System.getenv("PATH");
        Map<String, String> environment = Map.of("JAVA_HOME", "", "PATH", path);
        run(environment, List.of("check"));
        awaitArchive();
        Path kept = repository.resolve("target/archives/java");
        for (String before : List.of("", "no such file\n")) {
            Files.writeString(kept, before);
            assertThat(run(environment, List.of("check")).err()).isEmpty();
            assertThat(kept).hasContent(jdk.toRealPath().resolve("bin/java") + "\n");
        }
        Path old = temp.resolve("an old jdk");
        program(old.resolve("bin/java"), JAVA);
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"16.0.1\"\n");
        Files.delete(link);
        Files.createSymbolicLink(link, old.resolve("bin/java"));
        assertThat(run(environment, List.of("check")).err().get(0)).endsWith(" is 16.0.1");
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

    @Test
    void keepsAnArchiveOfItsClassesAndStartsFromIt() throws Exception {
        withModules();
        assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("SharedArchiveFile"));
        awaitArchive();
        Path archive = archives("storyc.jsa").get(0);
        assertThat(archive).startsWith(repository.resolve("target/archives").toRealPath());
        assertThat(archive).hasContent("archive");
        assertThat(run(List.of("check")).out())
                .contains("<-XX:SharedArchiveFile=" + archive + ">", "<-Xshare:auto>", "<-Xlog:disable>");
        assertThat(run(List.of("build")).out()).contains("<-XX:SharedArchiveFile=" + archive + ">");
        assertThat(madeArchives()).isEqualTo(1);
    }

    @Test
    void makesTheArchiveAgainWhenTheJarIsAnother() throws Exception {
        withModules();
        run(List.of("check"));
        awaitArchive();
        for (int minutesAgo : new int[] {0, 500}) {
            Files.writeString(jar, "another");
            changed(jar, minutesAgo);
            changed(source, 1000);
            changed(sources, 1000);
            changed(repository.resolve("pom.xml"), 1000);
            changed(repository.resolve("src/main"), 1000);
            assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("SharedArchiveFile"));
            awaitArchive();
            assertThat(run(List.of("check")).out()).anyMatch(word -> word.contains("SharedArchiveFile"));
        }
        assertThat(builds()).hasSize(1);
        assertThat(madeArchives()).isEqualTo(3);
    }

    @Test
    void makesTheArchiveAgainWhenTheJdkIsAnother() throws Exception {
        withModules();
        run(List.of("check"));
        awaitArchive();
        changed(jdk.resolve("lib/modules"), 5);
        assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("SharedArchiveFile"));
        awaitArchive();
        Files.writeString(jdk.resolve("release"), "JAVA_RUNTIME_VERSION=\"25+36\"\nJAVA_VERSION=\"25\"\n");
        assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("Archive"));
        awaitArchive();
        assertThat(archives("storyc.jsa")).as("that of the Java which is gone").isEmpty();
        assertThat(run(List.of("check")).out())
                .contains("<-XX:AOTCache=" + archives("storyc.aot").get(0) + ">", "<-Xlog:disable>")
                .noneMatch(word -> word.contains("-Xshare"));
        assertThat(madeArchives()).isEqualTo(3);
    }

    @Test
    void makesTheArchiveAgainWhenTheLauncherIsAnother() throws Exception {
        withModules();
        run(List.of("check"));
        awaitArchive();
        assertThat(run(List.of("check")).out()).anyMatch(word -> word.contains("SharedArchiveFile"));
        changed(repository.resolve("storyc"), 5);
        assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("SharedArchiveFile"));
        awaitArchive();
        assertThat(run(List.of("check")).out()).anyMatch(word -> word.contains("SharedArchiveFile"));
        assertThat(madeArchives()).isEqualTo(2);
    }

    @Test
    void goesWithoutAnArchiveWhereNoneCanBeMade() throws Exception {
        withModules();
        Run failed = run(Map.of("JAVA_FAILS", "yes"), List.of("check"));
        assertThat(failed.code()).isZero();
        awaitArchive();
        assertThat(run(List.of("check")).out()).noneMatch(word -> word.contains("SharedArchiveFile"));
        assertThat(madeArchives()).as("not tried again").isEqualTo(1);
    }

    @Test
    void anInstalledOneKeepsItsArchiveInTheUsersCache() throws Exception {
        withModules();
        Files.delete(repository.resolve("pom.xml"));
        jar = Files.writeString(repository.resolve("storyc.jar"), "jar");
        List<String> before = tree();
        run(List.of("check"));
        awaitArchive();
        assertThat(tree()).as("nothing is written beside the jar").isEqualTo(before);
        assertThat(archives("storyc.jsa"))
                .singleElement()
                .satisfies(archive -> assertThat(archive)
                        .startsWith(temp.resolve("a cache/storyc/archives").toRealPath()));
        Path file = Files.writeString(temp.resolve("no folder"), "");
        Run without = run(Map.of("XDG_CACHE_HOME", file.toString()), List.of("check"));
        assertThat(without.code()).isZero();
        assertThat(without.err()).isEmpty();
        assertThat(without.out()).contains("<check>").noneMatch(word -> word.contains("SharedArchiveFile"));
    }

    @Test
    void anUnpackedOneFindsItsJarInLibThroughALinkAndWritesNothingThere() throws Exception {
        withModules();
        Files.delete(jdk.resolve("bin/javac"));
        Path unpacked = Files.createDirectories(temp.resolve("some where/storyc-1"));
        Path launcher = unpacked.resolve("bin/storyc");
        Files.createDirectories(launcher.resolveSibling("."));
        Files.copy(Path.of("storyc"), launcher);
        executable(launcher);
        jar = unpacked.resolve("lib/storyc.jar");
        Path link = Files.createSymbolicLink(temp.resolve("storyc"), launcher);
        Process without = builder(Map.of(), List.of("check"), link.toString()).start();
        assertThat(finish(without).err())
                .containsExactly("storyc: there is no " + jar + " and no " + launcher.resolveSibling("storyc.jar")
                        + ": unpack the whole archive, and link to bin/storyc");

        Files.createDirectories(jar.resolveSibling("."));
        Files.writeString(jar, "jar");
        Files.writeString(jar.resolveSibling("compilers.json"), "[]");
        Files.writeString(jar.resolveSibling("storyc.jar.sha256"), "feed\n");
        repository = unpacked;
        List<String> before = tree();
        Run verify = finish(builder(Map.of(), List.of("verify", "."), link.toString())
                .directory(sources.toFile())
                .start());
        assertThat(verify.err()).isEmpty();
        assertThat(verify.out())
                .contains("<" + jar.toRealPath() + ">")
                .contains("<-XX:CompilerDirectivesFile="
                        + jar.resolveSibling("compilers.json").toRealPath() + ">");
        awaitArchive();
        assertThat(tree()).as("nothing is written where it lies").isEqualTo(before);
        // Of one time, as all that is unpacked.
        Files.writeString(jar.resolveSibling("storyc.jar.sha256"), "beef\n");
        finish(builder(Map.of(), List.of("check"), link.toString()).start());
        awaitArchive();
        assertThat(archives("storyc.jsa"))
                .as("the other jar's is gone")
                .singleElement()
                .satisfies(kept -> assertThat(kept.toString()).contains("-beef/"));
        assertThat(mavenSaw).doesNotExist();
    }

    @Test
    void takesOverAnArchiveWhoseMakerIsGone() throws Exception {
        withModules();
        Process gone = new ProcessBuilder("sh", "-c", "exit 0").start();
        gone.waitFor();
        run(List.of("check"));
        awaitArchive();
        Path archive = archives("storyc.jsa").get(0);
        Files.writeString(
                Files.createDirectories(archive.resolveSibling("making")).resolve("pid"), gone.pid() + "\n");
        Files.delete(archive.resolveSibling("jar"));
        run(List.of("check"));
        awaitArchive();
        assertThat(madeArchives()).isEqualTo(2);
        assertThat(archive.resolveSibling("making")).doesNotExist();
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
        env.put("JAVA_SAW", javaSaw.toString());
        env.put("XDG_CACHE_HOME", temp.resolve("a cache").toString());
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

    private void withModules() throws IOException {
        Files.writeString(Files.createDirectories(jdk.resolve("lib")).resolve("modules"), "");
        changed(jdk.resolve("lib/modules"), 90);
    }

    /** Waits until whoever makes an archive is done: the stamps come last, and fit. */
    private void awaitArchive() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!archives("making").isEmpty() || archives("jar").stream().noneMatch(this::fits)) {
            assertThat(System.nanoTime()).as("waiting for an archive").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private Path launcher() {
        Path inBin = repository.resolve("bin/storyc");
        return Files.exists(inBin) ? inBin : repository.resolve("storyc");
    }

    private boolean fits(Path stamp) {
        try {
            return Files.getLastModifiedTime(stamp).equals(Files.getLastModifiedTime(jar))
                    && Files.getLastModifiedTime(stamp.resolveSibling("jdk"))
                            .equals(Files.getLastModifiedTime(jdk.resolve("lib/modules")))
                    && Files.getLastModifiedTime(stamp.resolveSibling("launcher"))
                            .equals(Files.getLastModifiedTime(launcher()))
                    && Files.readString(jdk.resolve("release"))
                            .contains(String.valueOf(
                                            stamp.resolve("..").normalize().getFileName())
                                    .replaceFirst("-(feed|beef)$", ""));
        } catch (IOException e) {
            return false;
        }
    }

    private List<Path> archives(String name) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path root : List.of(repository.resolve("target/archives"), temp.resolve("a cache"))) {
            if (!Files.exists(root)) {
                continue;
            }
            Process find = new ProcessBuilder("find", root.toRealPath().toString(), "-name", name).start();
            try (var lines = find.inputReader()) {
                for (String line : lines.lines().toList()) {
                    found.add(Path.of(line));
                }
            }
        }
        return found;
    }

    private int madeArchives() throws IOException {
        return Files.readAllLines(javaSaw).size();
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
        for (String tool :
                List.of("find", "head", "mkdir", "rm", "cat", "locale", "readlink", "tail", "sleep", "sed")) {
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
