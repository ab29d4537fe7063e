package dev.storyc.shared;

/** What must not be shown: it prints as nothing of itself. */
public final class Secret {
    private final String value;

    Secret(String value) {
        this.value = value;
    }

    String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "…";
    }
}
