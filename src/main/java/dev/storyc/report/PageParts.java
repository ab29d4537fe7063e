package dev.storyc.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** What the pages are put together from, and the policy that lets a browser run nothing else. */
final class PageParts {
    private PageParts() {}

    static String read(String name) {
        try (InputStream in = PageParts.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several scripts as one, whose names are nobody else's. */
    static String script(List<String> names) {
        StringBuilder script = new StringBuilder("'use strict';\n(() => {\n");
        names.forEach(name -> script.append(read(name)));
        return script.append("})();\n").toString();
    }

    /**
     * The policy of a page: this style, this script, pictures and films beside it, and nothing from anywhere else. A page
     * opened from a disk has no origin, so that the files beside it are named by their scheme.
     *
     * @param script empty where there is none
     * @param more directives, each with a semicolon before it
     */
    static String policy(String style, String script, String more) {
        String runs = script.isEmpty() ? "" : "; script-src '" + hash(script) + "'";
        return "default-src 'none'" + runs + "; style-src '" + hash(style) + "'"
                + "; img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'" + more;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
