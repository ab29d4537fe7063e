package dev.storyc.media;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes pictures of films: a still that stands for one, and contact sheets.
 *
 * <p>Holds no state: any number of threads may make pictures at once, each with one core.
 */
public final class PosterMaker {
    private static final int POSTER_SIDE = 640;
    private static final int POSTER_CANDIDATES = 9;
    /** A multiple of 4 and 6, which are how many stand in a row. */
    private static final int STILLS_OF_ONE = 12;

    private static final int MOST_FILMS_WITH_A_ROW = 24;
    private static final int MOST_FILMS = 96;

    /**
     * A film of a contact sheet.
     *
     * @param name what stands over its pictures
     */
    public record Titled(String name, Path film) {}

    /**
     * Writes a still of a film as JPEG, upright, its longer side 640 pixels at most.
     *
     * @param target made or replaced in one step; its folder must exist
     * @throws IOException if no picture of the film can be had, the still can't be written, or FFmpeg isn't there
     *     ({@link MediaPlatformException})
     */
    public void poster(Path film, Path target) throws IOException {
        Jpeg.write(
                Poster.choose(Stills.of(film, POSTER_CANDIDATES, POSTER_SIDE)).image(), target);
    }

    /**
     * Both of one film, for little more than the price of one.
     *
     * @param film with the name that stands on the sheet
     * @param poster as for {@link #poster}
     * @param sheet the same
     * @throws IOException as for {@link #poster}
     */
    public void posterAndSheet(Titled film, Path poster, Path sheet) throws IOException {
        List<Stills.Still> stills = Stills.of(film.film(), STILLS_OF_ONE, POSTER_SIDE);
        Jpeg.write(Poster.choose(stills).image(), poster);
        Jpeg.write(sheet(film, stills), sheet);
    }

    private static BufferedImage sheet(Titled film, List<Stills.Still> stills) throws IOException {
        ContactSheet sheet = new ContactSheet(ratio(stills.get(0)));
        return sheet.draw(List.of(section(film, stills)));
    }

    private static double ratio(Stills.Still still) {
        return (double) still.image().getWidth() / still.image().getHeight();
    }

    private static ContactSheet.Section section(Titled film, List<Stills.Still> stills) throws IOException {
        List<ContactSheet.Cell> cells = stills.stream()
                .map(still -> new ContactSheet.Cell(still.image(), "", ContactSheet.timecode(still.seconds())))
                .toList();
        return new ContactSheet.Section(film.name(), facts(film.film()), cells);
    }

    private static String facts(Path film) throws IOException {
        try (FilmSource source = FilmSource.open(film)) {
            Shape shape = Shape.of(source.picture().codecpar());
            return String.format(Locale.ROOT, "%.2f s   %d×%d", source.seconds(), shape.width(), shape.height());
        }
    }

    /**
     * Writes pictures of one or several films as JPEG, evenly over each, with timecodes, each under its name. Of more than
     * 24 films it shows one picture each, of more than 96 those of 96 evenly chosen, and says so.
     *
     * @param films in order, at least one
     * @param target as for {@link #poster}
     * @throws IOException as for {@link #poster}
     */
    public void sheet(List<Titled> films, Path target) throws IOException {
        if (films.isEmpty()) {
            throw new IllegalArgumentException("a contact sheet has a film");
        }
        if (films.size() == 1) {
            Titled film = films.get(0);
            Jpeg.write(sheet(film, Stills.of(film.film(), STILLS_OF_ONE, POSTER_SIDE)), target);
            return;
        }
        ContactSheet sheet = new ContactSheet(
                ratio(Stills.of(films.get(0).film(), 1, POSTER_SIDE).get(0)));
        Jpeg.write(
                sheet.draw(films.size() <= MOST_FILMS_WITH_A_ROW ? rows(films, sheet) : List.of(one(films, sheet))),
                target);
    }

    private static List<ContactSheet.Section> rows(List<Titled> films, ContactSheet sheet) throws IOException {
        List<ContactSheet.Section> sections = new ArrayList<>();
        for (Titled film : films) {
            sections.add(section(film, Stills.of(film.film(), sheet.columns(), sheet.longerSide())));
        }
        return sections;
    }

    private static ContactSheet.Section one(List<Titled> films, ContactSheet sheet) throws IOException {
        int shown = Math.min(films.size(), MOST_FILMS);
        List<ContactSheet.Cell> cells = new ArrayList<>();
        for (int n = 0; n < shown; n++) {
            Titled film = films.get((int) ((long) n * films.size() / shown));
            Stills.Still still = Stills.of(film.film(), 1, sheet.longerSide()).get(0);
            cells.add(new ContactSheet.Cell(still.image(), film.name(), ContactSheet.timecode(still.seconds())));
        }
        String heading = shown == films.size()
                ? films.size() + " clips"
                : String.format(Locale.ROOT, "%d of %,d clips", shown, films.size());
        return new ContactSheet.Section(heading, "", cells);
    }
}
