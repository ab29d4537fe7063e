package dev.storyc.diagnostic;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All findings as one SARIF 2.1.0 log, for code-scanning services.
 *
 * <p>Addresses are relative to the folder the command ran in. A finding's fingerprint is made of its rule, file, source
 * line and count among alike ones, so that it stays the same finding when lines above it move.
 */
public final class SarifReport {
    private final JsonMapper json = JsonMapper.builder().build();
    private final String version;

    /** @param version the version of storyc that reports */
    public SarifReport(String version) {
        this.version = version;
    }

    /** The log as indented JSON, with a line end. */
    public String write(List<Diagnostic> diagnostics) {
        ObjectNode log = json.createObjectNode()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver =
                run.putObject("tool").putObject("driver").put("name", "storyc").put("version", version);
        Set<Rule> rules = new LinkedHashSet<>();
        diagnostics.forEach(diagnostic -> rules.add(diagnostic.rule()));
        List<Rule> inOrder = List.copyOf(rules);
        ArrayNode described = driver.putArray("rules");
        RuleBook book = new RuleBook();
        inOrder.forEach(rule -> {
            ObjectNode one = described.addObject().put("id", rule.id());
            one.putObject("shortDescription").put("text", rule.id().replace('-', ' '));
            one.putObject("help").put("text", book.page(rule)).put("markdown", book.page(rule));
            one.putObject("defaultConfiguration").put("level", rule.severity().word());
        });
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode results = run.putArray("results");
        Map<String, Integer> alike = new HashMap<>();
        for (Diagnostic diagnostic : diagnostics) {
            String line = diagnostic.rule().id() + "\n" + diagnostic.span().file() + "\n"
                    + diagnostic.span().excerpt().strip();
            int count = alike.merge(line, 1, Integer::sum);
            result(results.addObject(), diagnostic, inOrder.indexOf(diagnostic.rule()), digest(line + "\n" + count));
        }
        return VisibleText.of(log.toPrettyString()) + "\n";
    }

    private static void result(ObjectNode result, Diagnostic diagnostic, int rule, String fingerprint) {
        result.put("ruleId", diagnostic.rule().id())
                .put("ruleIndex", rule)
                .put("level", diagnostic.severity().word());
        StringBuilder text = new StringBuilder(diagnostic.message());
        if (!diagnostic.trace().isEmpty()) {
            text.append("\nvia ").append(String.join(" → ", diagnostic.trace()));
        }
        if (!diagnostic.hint().isEmpty()) {
            text.append("\nhelp: ").append(diagnostic.hint());
        }
        result.putObject("message").put("text", text.toString());
        Span span = diagnostic.span();
        ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", address(span.file()));
        place.putObject("region")
                .put("startLine", span.line())
                .put("startColumn", span.column())
                .put("endLine", span.endLine())
                .put("endColumn", Math.max(span.endColumn(), span.line() == span.endLine() ? span.column() : 1));
        result.putObject("partialFingerprints").put("storycLine/v1", fingerprint);
    }

    /** A path as a relative reference: what may not stand in one is percent-encoded. */
    private static String address(String file) {
        StringBuilder out = new StringBuilder();
        for (byte b : file.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || "/-._~".indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
