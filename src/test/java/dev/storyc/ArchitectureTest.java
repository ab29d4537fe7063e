package dev.storyc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The architecture: which package may know which, and which touch the world. This table is its document. */
@Tag("fast")
class ArchitectureTest {
    private static final String ROOT = "dev.storyc";

    /** What a package may import of ours, and whether it is pure: no files, network, clock, environment or console. */
    private record Room(boolean pure, List<String> mayImport) {
        Room(boolean pure, String... mayImport) {
            this(pure, List.of(mayImport));
        }
    }

    private static final Map<String, Room> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put("diagnostic", new Room(true));
        TABLE.put("catalog", new Room(true, "diagnostic"));
        TABLE.put("board", new Room(true));
        TABLE.put("parse", new Room(true, "diagnostic", "board"));
        TABLE.put("validate", new Room(true, "diagnostic", "board", "catalog"));
        TABLE.put("expand", new Room(true, "diagnostic", "board"));
        TABLE.put("fit", new Room(true, "diagnostic", "catalog", "expand"));
        TABLE.put("lower", new Room(true, "diagnostic", "catalog", "expand"));
        TABLE.put("", new Room(true, "diagnostic", "catalog", "board", "parse", "validate", "expand", "fit", "lower"));
        TABLE.put("manifest", new Room(true, "diagnostic", "lower"));
        TABLE.put("job", new Room(true, "lower"));
        TABLE.put("plan", new Room(true, "lower", "manifest", "job"));
        TABLE.put("explain", new Room(true, "diagnostic", "board", "catalog", "expand", "lower", "plan"));
        TABLE.put("workspace", new Room(false, "diagnostic", "board", "parse", "manifest"));
        TABLE.put("media", new Room(false, "lower"));
        TABLE.put("shared", new Room(false));
        TABLE.put("store", new Room(false, "lower", "manifest", "job", "plan", "shared"));
        TABLE.put("ledger", new Room(false, "lower", "job", "plan"));
        TABLE.put("run", new Room(false, "lower", "manifest", "plan", "job", "store", "ledger", "media"));
        TABLE.put("report", new Room(true, "expand", "lower", "plan", "manifest"));
        TABLE.put("serve", new Room(false, "plan", "run", "report"));
        TABLE.put("schema", new Room(true, "board", "catalog"));
        TABLE.put("emulator", new Room(false, "catalog", "lower", "media"));
        TABLE.put(
                "lsp",
                new Room(false, "", "diagnostic", "catalog", "board", "parse", "validate", "expand", "fit", "lower"));
        TABLE.put("fleet", new Room(false, "lower", "manifest", "plan", "job", "store", "ledger", "run", "media"));
        TABLE.put("console", new Room(false, "diagnostic"));
        TABLE.put("progress", new Room(false, "diagnostic", "lower", "plan", "job", "run", "console"));
        TABLE.put(
                "outputs",
                new Room(
                        false,
                        "diagnostic",
                        "expand",
                        "lower",
                        "manifest",
                        "job",
                        "plan",
                        "workspace",
                        "media",
                        "store",
                        "ledger",
                        "report",
                        "console"));
        TABLE.put(
                "cli",
                new Room(
                        false,
                        "",
                        "diagnostic",
                        "catalog",
                        "board",
                        "parse",
                        "validate",
                        "expand",
                        "fit",
                        "lower",
                        "manifest",
                        "job",
                        "plan",
                        "explain",
                        "workspace",
                        "media",
                        "shared",
                        "store",
                        "ledger",
                        "run",
                        "fleet",
                        "report",
                        "serve",
                        "schema",
                        "emulator",
                        "lsp",
                        "console",
                        "progress",
                        "outputs"));
    }

    /** What a pure package keeps away from; class-path resources and Readers are no effects. */
    private static final DescribedPredicate<JavaClass> WORLD = resideInAnyPackage(
                    "java.nio.file..",
                    "java.net..",
                    "java.net.http..",
                    "java.sql..",
                    "okhttp3..",
                    "okio..",
                    "com.sun.net.httpserver..",
                    "org.sqlite..",
                    "org.bytedeco..",
                    "java.nio.channels..")
            .or(DescribedPredicate.describe(
                    "opens files or keeps time",
                    (JavaClass c) -> Set.of(
                                    "java.io.File",
                                    "java.io.FileInputStream",
                                    "java.io.FileOutputStream",
                                    "java.io.FileReader",
                                    "java.io.FileWriter",
                                    "java.io.RandomAccessFile",
                                    "java.io.Console",
                                    "java.time.Clock",
                                    "java.util.Timer",
                                    "java.lang.ProcessBuilder",
                                    "java.lang.Runtime",
                                    "java.lang.Thread")
                            .contains(c.getName())))
            .as("the world");

    private static final Set<String> WORLDLY_CALLS = Set.of(
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.getProperties",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.exit",
            "java.lang.System.out",
            "java.lang.System.err",
            "java.lang.System.in",
            "java.lang.System.console",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.OffsetDateTime.now",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private static final DescribedPredicate<JavaAccess<?>> WORLDLY_CALL = DescribedPredicate.describe(
            "the clock, the environment, chance or the console",
            access -> WORLDLY_CALLS.contains(access.getTargetOwner().getName() + "." + access.getName()));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            // ArchUnit's own option for this knows target/test-classes alone, and CI builds elsewhere too.
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(ROOT);

    @Test
    void every_package_has_a_row() {
        assertThat(rooms(CLASSES)).isSubsetOf(TABLE.keySet());
        assertThat(TABLE.keySet()).as("rows without a package").isSubsetOf(rooms(CLASSES));
    }

    @Test
    void every_package_imports_only_what_its_row_allows() {
        TABLE.forEach((room, row) -> imports(room, row).check(CLASSES));
    }

    @Test
    void no_package_is_in_a_cycle() {
        cycles().check(CLASSES);
    }

    @Test
    void pure_packages_touch_nothing() {
        TABLE.forEach((room, row) -> {
            if (row.pure()) {
                purity(room).forEach(rule -> rule.check(CLASSES));
            }
        });
    }

    @Test
    void each_rule_can_fail() {
        JavaClasses wrong = new ClassFileImporter()
                .importPackages("dev.storyc.architecture")
                .that(DescribedPredicate.describe("all", c -> true));
        assertThat(rooms(wrong)).as("packages without a row").contains("architecture.first", "architecture.second");
        assertThatThrownBy(() -> imports("architecture.first", new Room(true)).check(wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Second");
        assertThatThrownBy(() -> slices().matching("dev.storyc.architecture.(*)..")
                        .should()
                        .beFreeOfCycles()
                        .check(wrong))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Cycle detected");
        for (ArchRule rule : purity("architecture.first")) {
            assertThatThrownBy(() -> rule.check(wrong)).isInstanceOf(AssertionError.class);
        }
    }

    private static Set<String> rooms(JavaClasses classes) {
        return classes.stream()
                .map(JavaClass::getPackageName)
                .map(name -> name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String packageOf(String room) {
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }

    private static ArchRule imports(String room, Room row) {
        Set<String> allowed = new TreeSet<>();
        allowed.add(packageOf(room));
        for (String other : row.mayImport()) {
            allowed.add(packageOf(other));
        }
        DescribedPredicate<JavaClass> forbidden = resideInAPackage(ROOT + "..")
                .and(DescribedPredicate.describe(
                        "outside " + allowed, (JavaClass c) -> !allowed.contains(c.getPackageName())));
        return noClasses()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .dependOnClassesThat(forbidden)
                .allowEmptyShould(false);
    }

    private static ArchRule cycles() {
        return slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();
    }

    private static List<ArchRule> purity(String room) {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(noClasses().that().resideInAPackage(packageOf(room)).should().dependOnClassesThat(WORLD));
        rules.add(noClasses().that().resideInAPackage(packageOf(room)).should().accessTargetWhere(WORLDLY_CALL));
        return rules;
    }
}
