package dev.storyc.run;

/** The secret of an account. It shows itself only to {@link #value}, so that no message can hold it by mistake. */
public final class ApiKey {
    private final String value;

    /** @throws IllegalArgumentException if it could not stand in a header; the message doesn't hold it */
    public ApiKey(String value) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("an API key is one word of plain ASCII");
        }
        this.value = key;
    }

    String value() {
        return value;
    }

    @Override
    public String toString() {
        return "ak-…";
    }
}
