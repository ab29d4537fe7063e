package dev.storyc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.storyc.diagnostic.Exit;
import dev.storyc.report.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The gallery in a real browser, opened from the disk beside real films. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GalleryBrowserTest {
    private static final String HOSTILE =
            "</script><script>window.broken=1</script><img src=x onerror='window.broken=1'>"
                    + " {{=<% %>=}} ${x} \\\" & javascript:window.broken=1";
    private static final String LONG = "雨上がりの石畳に街灯がひとつ橙色に光り猫が横切る".repeat(50);

    private static final String PIER = """
            version: 1
            name: pier
            title: A pier in fog
            settings: { mode: std }
            variants:
              matrix: { city: [Lisbon, Oslo], ratio: ["16:9", "9:16"] }
            scenes:
              - id: fog
                duration: 3
                takes: 2
                settings: { aspect_ratio: "{{ratio}}" }
                prompt: "A pier in {{city}}, grey on grey."
              - id: gulls
                settings: { aspect_ratio: "{{ratio}}" }
                shots:
                  - { duration: 2, prompt: "Gulls over {{city}}.", caption: "They come." }
                  - { duration: 1, prompt: "A bell." }
            """;

    private Desk desk;
    private Chromium chromium;
    private String pier;

    @BeforeAll
    void open(@TempDir Path folder, @TempDir Path profile) throws IOException, InterruptedException {
        chromium = Chromium.open(profile);
        desk = new Desk(folder);
        desk.write("storyboards/pier.yaml", PIER);
        assertThat(desk.run("build", "--backend", "animatic")).as(desk.err).isEqualTo(Exit.DONE);
        pier = desk.folder.resolve("out/pier@animatic/gallery.html").toUri().toString();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void window() {
        chromium.trouble().clear();
        chromium.window(1440, 900, "light");
    }

    private void assertQuiet() {
        assertThat(chromium.trouble()).isEmpty();
    }

    @Test
    void filmsPlayInPlaceToTheirEndAndSeek() {
        chromium.go(pier);
        chromium.click(".clip .frame");
        chromium.until("document.querySelector('video')?.ended");
        JsonNode seen = chromium.eval(
                "(() => { const v = document.querySelector('video');"
                        + " return [v.videoWidth, v.videoHeight, v.duration, v.currentTime, document.querySelectorAll('video').length]; })()");
        assertThat(seen.get(0).intValue()).isEqualTo(640);
        assertThat(seen.get(1).intValue()).isEqualTo(360);
        assertThat(seen.get(2).doubleValue()).isBetween(2.9, 3.1);
        assertThat(seen.get(3).doubleValue()).isBetween(2.9, 3.1);
        assertThat(seen.get(4).intValue()).isEqualTo(1);
        // The second shot begins after two of three seconds.
        chromium.click(".cut + .clip + .clip .shot:nth-child(2)");
        chromium.until("document.querySelector('video')?.currentTime >= 2");
        chromium.until("document.querySelector('.cut + .clip + .clip .shot:nth-child(2)').classList.contains('now')");
        assertThat(chromium.eval("document.querySelectorAll('video').length").intValue())
                .isEqualTo(1);
        // The cut is of both clips.
        chromium.click(".cut .frame");
        chromium.until("document.querySelector('.cut video')?.ended");
        assertThat(chromium.eval("document.querySelector('.cut video').duration")
                        .doubleValue())
                .isBetween(5.85, 6.15);
        assertQuiet();
    }

    @Test
    void keysPlayGoOnOpenAndClose() {
        chromium.go(pier);
        chromium.eval("document.querySelector('.clip .frame').focus()");
        chromium.press("Space");
        chromium.until("document.querySelector('video')?.currentTime > 0.2");
        chromium.press("Space");
        chromium.until("document.querySelector('video').paused");
        chromium.press("Space");
        chromium.until("!document.querySelector('video').paused");
        chromium.press("ArrowRight");
        chromium.until("document.querySelector('.cut + .clip + .clip video')?.currentTime > 0");
        assertThat(chromium.text("document.activeElement.parentElement.querySelector('b').textContent"))
                .isEqualTo("gulls");
        chromium.press("Escape");
        chromium.until("!document.querySelector('video')");
        chromium.press("ArrowDown");
        assertThat(chromium.text("document.activeElement.closest('.row').querySelector('h2').textContent"))
                .isEqualTo("lisbon-9x16");
        chromium.press("ArrowUp");
        chromium.press("ArrowLeft");
        chromium.press("Enter");
        chromium.until("document.getElementById('panel').open");
        assertThat(chromium.text("document.querySelector('#panel h2').textContent"))
                .contains("fog")
                .contains("lisbon-16x9");
        chromium.press("ArrowRight");
        chromium.until("document.querySelector('#panel h2').textContent.includes('gulls')");
        assertThat(chromium.text("decodeURIComponent(location.hash)")).isEqualTo("#open=lisbon-16x9/gulls");
        chromium.press("Escape");
        // The browser first gives the focus back to what had it when the panel was opened.
        chromium.until("!document.getElementById('panel').open"
                + " && document.activeElement.parentElement.querySelector('b')?.textContent === 'gulls'");
        assertThat(chromium.text("location.hash")).isEmpty();
        assertQuiet();
    }

    @Test
    void thePanelShowsTakesPromptsArgumentsAndWhatCameBack() throws IOException {
        chromium.go(pier + "#open=oslo-9x16/fog");
        chromium.until("document.querySelectorAll('#panel video').length === 2");
        chromium.until(
                "[...document.querySelectorAll('#panel video')].every(v => v.videoHeight === 640 && v.videoWidth === 360)");
        String words = chromium.text("document.getElementById('panel').innerText");
        String key = chromium.text("document.querySelector('.copy').textContent");
        assertThat(desk.read("out/pier@animatic/pier.manifest.json")).contains(key);
        assertThat(words)
                .contains("picked")
                .contains("A pier in Oslo, grey on grey.")
                .contains("aspect_ratio")
                .contains("oslo-9x16/01-fog.take-2.mp4")
                .contains("360 × 640")
                .contains("h264")
                .contains("held");
        chromium.send(
                "Browser.grantPermissions",
                Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        chromium.click(".copy");
        chromium.until("document.querySelector('.copy').classList.contains('done')");
        assertThat(chromium.text("document.getElementById('announcer').textContent"))
                .isEqualTo("The key is copied");
        chromium.eval("document.querySelectorAll('#panel video')[0].play()");
        chromium.eval("document.querySelectorAll('#panel video')[1].play()");
        chromium.until(
                "document.querySelectorAll('#panel video')[0].paused && !document.querySelectorAll('#panel video')[1].paused");
        assertQuiet();
    }

    @Test
    void filtersNarrowAndTheAddressKeepsThem() {
        chromium.go(pier);
        String shown = "[...document.querySelectorAll('.row')].filter(r => !r.hidden).map(r => r.variant.name).join()";
        assertThat(chromium.text(shown)).isEqualTo("lisbon-16x9,lisbon-9x16,oslo-16x9,oslo-9x16");
        chromium.eval("(() => { const s = document.querySelector('select[name=\"axis.city\"]'); s.value = 'Oslo';"
                + " s.dispatchEvent(new Event('change')); })()");
        assertThat(chromium.text(shown)).isEqualTo("oslo-16x9,oslo-9x16");
        chromium.eval("(() => { const i = document.querySelector('input[type=search]'); i.value = 'bell 16x9';"
                + " i.dispatchEvent(new Event('input')); })()");
        chromium.until("[...document.querySelectorAll('.row')].filter(r => !r.hidden).length === 1");
        assertThat(chromium.text("document.querySelector('.row:not([hidden]) .clip b').textContent"))
                .isEqualTo("gulls");
        assertThat(chromium.text("document.getElementById('counted').textContent"))
                .isEqualTo("1 variant, 1 clip of 8");
        String link = chromium.text("location.href");
        assertThat(link).contains("axis.city=Oslo").contains("text=bell");
        chromium.go(link);
        assertThat(chromium.text(shown)).isEqualTo("oslo-16x9");
        assertThat(chromium.text("document.querySelector('select[name=\"axis.city\"]').value"))
                .isEqualTo("Oslo");
        chromium.click("#clear");
        assertThat(chromium.eval("document.querySelectorAll('.row:not([hidden])').length")
                        .intValue())
                .isEqualTo(4);
        assertThat(chromium.text("location.hash")).isEmpty();
        assertQuiet();
    }

    @Test
    void twoVariantsPlaySideBySideInStep() {
        chromium.go(pier);
        chromium.click(".row:nth-of-type(1) .compare");
        chromium.until("!document.getElementById('choosing').hidden");
        chromium.click(".row:nth-of-type(3) .compare");
        chromium.until("document.getElementById('comparison').open");
        assertThat(chromium.text("location.hash")).isEqualTo("#compare=lisbon-16x9&compare=oslo-16x9");
        assertThat(chromium.text("[...document.querySelectorAll('mark')].map(m => m.textContent).join()"))
                .isEqualTo("Lisbon,,Oslo,,Lisbon.,Oslo.");
        chromium.press("Space");
        // The films come with the first frame that is drawn; until then there is none, and of none all is true.
        chromium.until("(films => films.length === 2 && films.every(v => v.currentTime > 1)"
                + " && Math.abs(films[0].currentTime - films[1].currentTime) < 0.25)"
                + "([...document.querySelectorAll('#comparison video')])");
        // They are the cuts: on into the second clip, and to the end of both.
        chromium.until("[...document.querySelectorAll('#comparison video')].filter("
                + "v => v.currentTime > 3.2 && /(lisbon|oslo)-16x9\\.mp4$/.test(v.src)).length === 2");
        chromium.until("document.querySelector('.transport button').textContent === 'Play'");
        assertThat(chromium.text("document.querySelector('.transport output').textContent"))
                .startsWith("0:06.0");
        chromium.press("Escape");
        chromium.until("!document.getElementById('comparison').open");
        assertQuiet();
    }

    @Test
    void whatDiffersIsMarkedToTheCharacterWhereAScriptHasNoBlanks() throws IOException {
        desk.write("kanji/kanji.yaml", """
                version: 1
                name: kanji
                variants: { matrix: { city: [東京, 大阪] } }
                scenes:
                  - { id: rain, duration: 3, prompt: "雨の{{city}}、灯。" }
                """);
        assertThat(desk.run("plan", "--gallery", "kanji")).as(desk.err).isEqualTo(Exit.DONE);
        chromium.go(desk.folder.resolve("out/kanji/gallery.html").toUri()
                + "#compare=%E6%9D%B1%E4%BA%AC&compare=%E5%A4%A7%E9%98%AA");
        chromium.until("document.getElementById('comparison').open");
        assertThat(chromium.text("[...document.querySelectorAll('mark')].map(m => m.textContent).join()"))
                .isEqualTo("東京,大阪");
        assertQuiet();
    }

    @Test
    void itPrintsEveryRow() {
        chromium.go(pier);
        JsonNode pdf = chromium.send("Page.printToPDF", Map.of());
        assertThat(new String(Base64.getDecoder().decode(pdf.path("data").asText()), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF");
        assertThat(chromium.eval("[...document.querySelectorAll('.row')].every(r => r.filled)")
                        .asBoolean())
                .isTrue();
        assertQuiet();
    }

    @Test
    void nobodyIsKeptOut() throws IOException {
        String axe;
        try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
            axe = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String theme : new String[] {"light", "dark"}) {
            for (int width : new int[] {390, 1440}) {
                chromium.window(width, 844, theme);
                for (String place :
                        new String[] {"", "#open=lisbon-16x9/fog", "#compare=lisbon-16x9&compare=oslo-9x16"}) {
                    chromium.go(pier + place);
                    chromium.eval(axe + ";0");
                    JsonNode found = chromium.eval(
                            "axe.run(document, { preload: false }).then(r => r.violations"
                                    + ".filter(v => ['serious', 'critical'].includes(v.impact))"
                                    + ".map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | ')))");
                    assertThat(found).as(theme + " " + width + " " + place).isEmpty();
                }
            }
        }
    }

    @Test
    void hostileTextStaysText() throws IOException {
        String board = """
                version: 1
                name: hostile
                title: '<script>window.broken=1</script>'
                scenes:
                  - id: bad
                    duration: 3
                    prompt: |
                      HOSTILE
                  - id: bidi
                    duration: 3
                    prompt: "right \\u202e left \\u2066 isolate"
                    notes: "</textarea><svg onload=window.broken=1>"
                  - id: long
                    duration: 3
                    prompt: LONG
                """;
        desk.write(
                "hostile/hostile.yaml",
                board.replace("HOSTILE", HOSTILE.replace("{{=<% %>=}}", "")).replace("LONG", LONG));
        assertThat(desk.run("plan", "--gallery", "hostile")).as(desk.err).isEqualTo(Exit.DONE);
        chromium.window(390, 844, "dark");
        chromium.go(desk.folder.resolve("out/hostile/gallery.html").toUri().toString());
        for (String clip : new String[] {"bad", "bidi", "long"}) {
            String variant = chromium.text("document.querySelector('.row').variant.name");
            chromium.eval("location.hash = 'open=" + variant + "/" + clip + "'");
            chromium.until("document.querySelector('#panel h2')?.textContent.includes('" + clip + "')");
            if (clip.equals("bad")) {
                assertThat(chromium.text("document.querySelector('.shot-table').textContent"))
                        .contains("</script><script>window.broken=1</script><img src=x");
            } else if (clip.equals("bidi")) {
                assertThat(chromium.text("document.querySelector('.shot-table').textContent"))
                        .contains("U+202E")
                        .contains("U+2066");
            } else {
                assertThat(chromium.text("document.querySelector('.shot-table').textContent"))
                        .contains(LONG);
            }
            assertThat(chromium.eval(
                                    "document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth")
                            .asBoolean())
                    .as(clip)
                    .isTrue();
        }
        assertThat(chromium.eval("document.documentElement.scrollWidth").intValue())
                .isLessThanOrEqualTo(390);
        assertThat(chromium.eval("window.broken === undefined").asBoolean()).isTrue();
        assertThat(chromium.eval("document.querySelectorAll('img, svg, iframe').length")
                        .intValue())
                .isZero();
        // Even somebody who could write a handler into the page would not be heard.
        chromium.eval(
                "(() => { const b = document.createElement('button'); b.setAttribute('onclick', 'window.broken=1');"
                        + " document.body.append(b); b.click(); })()");
        assertThat(chromium.eval("window.broken === undefined").asBoolean()).isTrue();
    }

    @Test
    void aThousandVariantsOpenAndScroll() throws IOException {
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            numbers.append(i == 0 ? "" : ", ").append("n").append(i);
        }
        StringBuilder board = new StringBuilder("version: 1\nname: wide\nvariants:\n  matrix:\n    n: [")
                .append(numbers)
                .append("]\nscenes:\n");
        for (int scene = 1; scene <= 6; scene++) {
            board.append("  - { id: s")
                    .append(scene)
                    .append(", duration: 5, prompt: \"{{n}} ")
                    .append(LONG, 0, 200)
                    .append("\" }\n");
        }
        desk.write("wide/wide.yaml", board.toString());
        assertThat(desk.run("plan", "--gallery", "wide")).as(desk.err).isEqualTo(Exit.DONE);
        Path page = desk.folder.resolve("out/wide/gallery.html");
        chromium.go(page.toUri().toString());
        double ready = chromium.eval("performance.now()").doubleValue();
        System.out.printf("gallery of 6,000 clips: %,d bytes, ready after %.0f ms%n", Files.size(page), ready);
        assertThat(chromium.eval("document.querySelectorAll('.row').length").intValue())
                .isEqualTo(1000);
        int elements = chromium.eval("document.querySelectorAll('*').length").intValue();
        assertThat(elements).as("only rows near the window are made").isLessThan(25_000);
        chromium.eval("scrollTo(0, document.documentElement.scrollHeight)");
        chromium.until("document.querySelector('.row:last-of-type .clip')");
        chromium.eval("scrollTo(0, document.documentElement.scrollHeight)");
        chromium.until("!document.querySelector('.row .clip') || !document.querySelectorAll('.row')[0].filled");
        chromium.eval("scrollTo(0, 0)");
        chromium.until("document.querySelectorAll('.row')[0].filled");
        chromium.go(page.toUri() + "#text=n999");
        String rows = "document.querySelectorAll('.row:not([hidden])').length";
        assertThat(chromium.eval(rows).intValue()).isEqualTo(1);
        // An axis of more values than a list shows is written, with the browser's offers.
        chromium.go(page.toUri() + "#axis.n=n998");
        assertThat(chromium.eval(rows).intValue()).isEqualTo(1);
        assertThat(chromium.text("document.querySelector('input[name=\"axis.n\"]').value"))
                .isEqualTo("n998");
        chromium.eval("(() => { const axis = document.querySelector('input[name=\"axis.n\"]'); axis.value = 'n997';"
                + " axis.dispatchEvent(new Event('input', { bubbles: true })); })()");
        assertThat(chromium.text("location.hash")).isEqualTo("#axis.n=n997");
        assertThat(chromium.text("document.querySelector('.row:not([hidden])').textContent"))
                .contains("n997");
        assertQuiet();
    }

    @Test
    void theIndexLeadsToEachGallery() {
        chromium.send(
                "Page.navigate",
                Map.of("url", desk.folder.resolve("out/index.html").toUri().toString()));
        chromium.until("document.querySelector('.index a')");
        assertThat(chromium.text("document.querySelector('.index .title').textContent"))
                .isNotEmpty();
        chromium.eval(
                "[...document.querySelectorAll('.index a')].find(a => a.href.includes('pier%40animatic')).click()");
        chromium.until("location.href.endsWith('gallery.html') && document.documentElement.dataset.ready === 'yes'");
        assertThat(chromium.text("document.querySelector('h1').textContent")).isEqualTo("A pier in fog");
        assertQuiet();
    }
}
