package dev.storyc.shared;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** {@code s3://bucket/prefix?endpoint=…&region=…&path_style=true}, taken apart. */
record BucketText(String bucket, String prefix, Map<String, String> options) {
    private static final Set<String> OPTIONS = Set.of("endpoint", "region", "path_style");

    /**
     * @param where what says so, for people
     * @param mistakes where what is wrong is added; what comes back then is a stand-in
     */
    static BucketText of(String where, String text, List<String> mistakes) {
        if (!text.regionMatches(true, 0, "s3://", 0, 5)) {
            mistakes.add(where + " must be s3://bucket/prefix, with two slashes");
            return new BucketText("", "", Map.of());
        }
        int question = text.indexOf('?');
        String place = text.substring(5, question < 0 ? text.length() : question);
        int slash = place.indexOf('/');
        String bucket = slash < 0 ? place : place.substring(0, slash);
        String prefix = slash < 0 ? "" : place.substring(slash + 1).replaceAll("/+$", "");
        if (bucket.contains("@")) {
            // Not shown: what stands there is a secret.
            mistakes.add(
                    where + " holds an @ before the bucket; credentials belong into the environment or AWS's files");
        } else if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]")) {
            mistakes.add(where + " names the bucket `" + bucket
                    + "`, and a bucket has 3 to 63 letters, digits, dots and hyphens");
        } else if (!prefix.isEmpty()
                && !prefix.matches("[A-Za-z0-9_][A-Za-z0-9._=-]*(/[A-Za-z0-9_][A-Za-z0-9._=-]*)*")) {
            mistakes.add(where + " has the prefix `" + prefix
                    + "`, and storyc takes names of letters, digits, dots, hyphens, _ and = there, with / between");
        }
        Map<String, String> options = new TreeMap<>();
        for (String option :
                question < 0 ? new String[0] : text.substring(question + 1).split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!OPTIONS.contains(name) || equals < 0) {
                mistakes.add(
                        where + " has the option `" + name + "`, and there are endpoint=, region= and path_style=");
            } else {
                options.put(name, option.substring(equals + 1));
            }
        }
        return new BucketText(bucket, prefix, options);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The address without its options. */
    String shown() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
