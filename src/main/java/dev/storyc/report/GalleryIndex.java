package dev.storyc.report;

import dev.storyc.plan.StepState;
import java.util.List;
import java.util.Map;

/** Writes the page over all galleries of an output folder: each with its figures, as its own page has them. */
public final class GalleryIndex {
    static final String FIRST_LINE = "<!DOCTYPE html><!-- storyc index -->";

    /**
     * One gallery.
     *
     * @param folder its folder, relative to that of the page
     */
    public record Entry(String folder, GallerySummary summary) {}

    /** Whether a page that begins so was written by storyc. */
    public static boolean isOurs(String beginning) {
        return beginning.startsWith(FIRST_LINE);
    }

    /** The page's text. */
    public String write(List<Entry> entries) {
        String style = PageParts.read("gallery.css") + PageParts.read("index.css");
        StringBuilder page = new StringBuilder(FIRST_LINE)
                .append("\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
                .append(PageParts.policy(style, "", ""))
                .append("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .append("<meta name=\"referrer\" content=\"no-referrer\">\n<title>Storyboards</title>\n<style>")
                .append(style)
                .append("</style></head><body>\n<header class=\"top\"><div><h1>Storyboards</h1><p class=\"sub\">")
                .append(Gallery.number(entries.size()))
                .append(entries.size() == 1 ? " gallery" : " galleries")
                .append("</p></div></header>\n<main class=\"index\"><ul>\n");
        entries.forEach(entry -> entry(entry, page));
        return page.append("</ul></main></body></html>\n").toString();
    }

    private static void entry(Entry entry, StringBuilder page) {
        GallerySummary summary = entry.summary();
        String title = "<bdi dir=\"auto\">" + Markup.text(summary.title()) + "</bdi>";
        String poster = summary.poster();
        page.append("<li><a href=\"")
                .append(Markup.address(entry.folder() + "/gallery.html"))
                .append("\"><span class=\"still-of\">");
        if (poster != null) {
            page.append("<img loading=\"lazy\" alt=\"\" src=\"")
                    .append(Markup.address(entry.folder() + "/" + poster))
                    .append("\">");
        }
        page.append("</span><span class=\"title\">").append(title).append("</span></a>\n<p class=\"sub\">");
        page.append(Markup.text(entry.folder())).append(" · ").append(Markup.text(summary.model()));
        page.append("</p>\n<dl class=\"totals\">")
                .append(Gallery.figures(summary.totals()))
                .append("</dl>\n<p class=\"tally\">");
        for (Map.Entry<StepState, Integer> state : summary.totals().states().entrySet()) {
            page.append("<span class=\"s-")
                    .append(state.getKey().word())
                    .append("\"><span class=\"dot\"></span>")
                    .append(Gallery.words(state.getKey()))
                    .append(" <b>")
                    .append(Gallery.number(state.getValue()))
                    .append("</b></span>\n");
        }
        page.append("</p></li>\n");
    }
}
