package dev.storyc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.classmate.TypeResolver;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.mustachejava.Mustache;
import de.siegmar.fastcsv.reader.CsvReader;
import jakarta.validation.Validation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.erdtman.jcs.NumberToJSON;
import org.hibernate.validator.HibernateValidator;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * An installed storyc, started by its launcher with the Java of this test: its classes come out of the archive that the
 * launcher had made. A JVM passes over an archive that doesn't fit without a word, and only the time would tell.
 */
class ArchiveTest {
    private static final int MOST_FROM_ELSEWHERE = 8;

    /** One class of each jar, ours first. */
    private static final List<Class<?>> PACKED = List.of(
            Validators.class,
            HibernateValidator.class,
            Validation.class,
            Logger.class,
            TypeResolver.class,
            Yaml.class,
            Mustache.class,
            JsonFactory.class,
            JsonMapper.class,
            JsonView.class,
            CsvReader.class,
            NumberToJSON.class);

    @TempDir
    Path temp;

    private Path jar;
    private Path storyboard;

    @BeforeEach
    void install() throws Exception {
        Path home = Files.createDirectories(temp.resolve("installed"));
        Path launcher = Files.copy(Path.of("storyc"), home.resolve("storyc"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        jar = home.resolve("storyc.jar");
        pack(jar);
        storyboard = Files.writeString(temp.resolve("a.yaml"), """
                version: 1
                variants: { matrix: { city: [Lisbon, Osaka] } }
                scenes: [ { id: card, duration: 5, prompt: "{{city}} at night" } ]
                """);
    }

    @Test
    void startsFromTheArchiveAndNeverFromAStaleOne() throws Exception {
        assertThat(check("").exit()).isZero();
        Path archive = awaitArchive();
        fromTheArchive();

        FileTime before = Files.getLastModifiedTime(archive);
        pack(jar);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(3600)));
        assertThat(check("").exit()).as("with an archive that no longer fits").isZero();
        assertThat(awaitArchive()).isEqualTo(archive);
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(before);
        fromTheArchive();
    }

    @Test
    void twoAtOnceAgree() throws Exception {
        Process first = start("");
        Process second = start("");
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        awaitArchive();
        fromTheArchive();
    }

    /** Classes by where they came from: of ours and Hibernate Validator's, nearly all must be archived. */
    private void fromTheArchive() throws Exception {
        Path log = temp.resolve("classes.log");
        // Required here, so that the JVM ends with an error where it would else go without.
        String required = Runtime.version().feature() < 25 ? "-Xshare:on" : "-XX:AOTMode=on";
        Said said = check(required + " -Xlog:class+load:file=" + log + ":none");
        assertThat(said.exit()).as(said.words()).isZero();
        assertThat(said.words()).contains("2 variants, 2 clips, 10 s; no problems");
        Map<String, Integer> archived = new TreeMap<>();
        List<String> elsewhere = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            boolean ours = line.startsWith("dev.storyc.");
            if (ours || line.startsWith("org.hibernate.validator.")) {
                if (line.contains("source: shared objects file")) {
                    archived.merge(ours ? "storyc" : "validator", 1, Integer::sum);
                } else if (!line.contains("$Proxy") && !line.contains("$$Lambda")) {
                    elsewhere.add(line);
                }
            }
        }
        assertThat(archived).hasEntrySatisfying("storyc", n -> assertThat(n).isGreaterThan(150));
        assertThat(archived).hasEntrySatisfying("validator", n -> assertThat(n).isGreaterThan(300));
        assertThat(elsewhere).hasSizeLessThan(MOST_FROM_ELSEWHERE);
    }

    private record Said(int exit, String words) {}

    private Said check(String options) throws Exception {
        Process process = start(options);
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), words);
    }

    private Process start(String options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        jar.resolveSibling("storyc").toString(), "check", storyboard.toString())
                .directory(temp.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", temp.resolve("cache").toString());
        builder.environment().put("STORYC_JAVA_OPTS", options);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    /** The archive, once nobody works on it and its stamp is of the jar's time. */
    private Path awaitArchive() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (true) {
            List<Path> files = files();
            boolean working = files.stream().anyMatch(file -> file.toString().contains("/making"));
            for (Path file : working ? List.<Path>of() : files) {
                if (file.endsWith("jar") && Files.getLastModifiedTime(file).equals(Files.getLastModifiedTime(jar))) {
                    return files.stream()
                            .filter(archive -> archive.toString().endsWith("storyc.jsa")
                                    || archive.toString().endsWith("storyc.aot"))
                            .findFirst()
                            .orElseThrow();
                }
            }
            assertThat(System.nanoTime()).as("waiting for the archive").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20); // not to take the core from whoever makes it
        }
    }

    private List<Path> files() throws Exception {
        Process find = new ProcessBuilder("find", temp.resolve("cache").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Stream<String> lines = find.inputReader().lines()) {
            return lines.map(Path::of).toList();
        }
    }

    /** One jar of the program as it is built now and of what a check loads, as packaging makes it. */
    private static void pack(Path jar) throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.storyc.cli.Main");
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        Set<String> names = new HashSet<>(Set.of("META-INF/MANIFEST.MF", "module-info.class"));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream into = new JarOutputStream(out, manifest)) {
            for (Class<?> type : PACKED) {
                Path from = Path.of(
                        type.getProtectionDomain().getCodeSource().getLocation().toURI());
                if (Files.isDirectory(from)) {
                    copy(from, names, into);
                } else {
                    try (FileSystem zip = FileSystems.newFileSystem(from)) {
                        copy(zip.getPath("/"), names, into);
                    }
                }
            }
        }
    }

    private static void copy(Path root, Set<String> names, JarOutputStream into) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = root.relativize(file).toString();
                if (names.add(name)) {
                    into.putNextEntry(new ZipEntry(name));
                    Files.copy(file, into);
                    into.closeEntry();
                }
            }
        }
    }
}
