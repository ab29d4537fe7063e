package dev.storyc.report;

import java.nio.charset.StandardCharsets;

/**
 * Where a storyboard's output folder is, for files that name the films in it.
 *
 * @param relative from the exported file's folder, with {@code /}, such as {@code ..}; empty where both are one folder;
 *     where no relative path leads there, the URL of the folder
 * @param url of the folder, absolute, percent-encoded, ending in {@code /}
 */
public record FilmPlace(String relative, String url) {
    // RFC 3986, what may stand in a path as it is; `:` is left out, since the first segment of a relative one can't
    // hold it.
    private static final String PLAIN = "-._~!$&'()*+,;=@/";

    /** The URL of a film relative to the exported file, percent-encoded; folders can be moved together. */
    String relativeUrl(String file) {
        if (relative.equals(url)) {
            return absoluteUrl(file);
        }
        return encoded(path(file));
    }

    /** The absolute URL of a film, percent-encoded. */
    String absoluteUrl(String file) {
        return url + encoded(file);
    }

    /** The path of a film as people read it. */
    String path(String file) {
        return relative.isEmpty() ? file : relative + (relative.endsWith("/") ? "" : "/") + file;
    }

    static String encoded(String path) {
        StringBuilder url = new StringBuilder();
        for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean letter = c < 128 && Character.isLetterOrDigit(c);
            if (letter || PLAIN.indexOf(c) >= 0) {
                url.append(c);
            } else {
                url.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return url.toString();
    }
}
