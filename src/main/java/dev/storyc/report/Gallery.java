package dev.storyc.report;

import dev.storyc.plan.StepState;
import dev.storyc.plan.Usd;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * Writes the page of a storyboard: one file that holds its style, its script and its data, and shows the films that lie
 * beside it. It needs no network and no server.
 */
public final class Gallery {
    static final String FIRST_LINE = "<!DOCTYPE html><!-- storyc gallery -->";

    private static final List<String> SCRIPTS = List.of(
            "gallery-data.js",
            "gallery-rows.js",
            "gallery-filter.js",
            "gallery-play.js",
            "gallery-panel.js",
            "gallery-compare.js",
            "gallery-start.js");

    private final String more;
    private final String policy;

    /** The page that lies beside its films. */
    public Gallery() {
        this("", "");
    }

    /**
     * A page with a script of its own after the gallery's, as one that is served has.
     *
     * @param more runs last; {@code window.storyc.update} of the page changes what it shows of a take
     * @param policy further directives of the page's policy, each with {@code ; } before it
     */
    public Gallery(String more, String policy) {
        this.more = more;
        this.policy = policy;
    }

    /**
     * Writes the page.
     *
     * @param mark tells this state of the storyboard from every other; {@link GalleryMark} makes it
     */
    public void write(Showing showing, String mark, Writer out) throws IOException {
        String style = PageParts.read("gallery.css");
        String script = PageParts.script(SCRIPTS) + more;
        GallerySummary summary = GallerySummary.of(showing, mark);
        out.write(FIRST_LINE);
        out.write("\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        summary.write(out);
        out.write("<meta http-equiv=\"Content-Security-Policy\" content=\""
                + Markup.text(PageParts.policy(style, script, policy)).replace("&#39;", "'") + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                + "<title>" + Markup.text(showing.title()) + "</title>\n");
        out.write("<style>" + style + "</style></head><body>\n");
        head(summary, out);
        out.write(PageParts.read("gallery-tools.html"));
        out.write(PageParts.read("gallery.html"));
        out.write("<script type=\"application/json\" id=\"data\">");
        new GalleryData().write(showing, out);
        out.write("</script>\n<script>" + script + "</script>\n</body></html>\n");
    }

    private static void head(GallerySummary summary, Writer out) throws IOException {
        GalleryTotals totals = summary.totals();
        out.write("<header class=\"top\"><div><h1><bdi dir=\"auto\">" + Markup.text(summary.title())
                + "</bdi></h1><p class=\"sub\">" + Markup.text(summary.storyboard()) + " · "
                + Markup.text(summary.model()) + "</p></div>\n<dl class=\"totals\">");
        out.write(figures(totals));
        out.write("</dl></header>\n<div class=\"meter\" aria-hidden=\"true\"></div>\n"
                + "<div class=\"states\" role=\"group\" aria-label=\"Takes by state\">");
        for (Map.Entry<StepState, Integer> state : totals.states().entrySet()) {
            String word = state.getKey().word();
            out.write("<button type=\"button\" class=\"s-" + word + "\" data-state=\"" + word + "\" data-count=\""
                    + state.getValue() + "\" aria-pressed=\"false\"><span class=\"dot\"></span>" + words(state.getKey())
                    + "<b>" + number(state.getValue()) + "</b></button>\n");
        }
        out.write("</div>\n");
    }

    /** The figures of a storyboard, as the page over all storyboards shows them too. */
    static String figures(GalleryTotals totals) {
        String estimate = Usd.words(totals.estimate())
                + (totals.unpriced() == 0
                        ? ""
                        : " <small>and " + number(totals.unpriced()) + " without a price</small>");
        return figure("Variants", number(totals.variants()))
                + figure(
                        "Clips",
                        number(totals.clips())
                                + (totals.takes() == totals.clips()
                                        ? ""
                                        : " <small>" + number(totals.takes()) + " takes</small>"))
                + figure("Seconds", number(totals.seconds()))
                + figure("Spent", Usd.words(totals.spent()))
                + figure("Estimated to render", estimate);
    }

    private static String figure(String name, String value) {
        return "<div><dt>" + name + "</dt><dd>" + value + "</dd></div>";
    }

    static String number(int number) {
        return String.format(java.util.Locale.ROOT, "%,d", number);
    }

    static String words(StepState state) {
        return state == StepState.CACHED ? "held" : state.word().replace('-', ' ');
    }
}
