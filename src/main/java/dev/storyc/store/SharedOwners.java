package dev.storyc.store;

import dev.storyc.job.Owners;
import dev.storyc.lower.Key;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processes on this store, and what stands for those of other machines: an intent of theirs has an owner that lives
 * for as long as its create may still be answered. Nobody can see whether a far process runs; but no create is waited for
 * any longer.
 */
public final class SharedOwners implements Owners {
    /** Who has a job in hand that another machine made, and nobody here has taken up: no one. */
    static final String NOBODY = "elsewhere";

    private static final Pattern NAME = Pattern.compile(NOBODY + "/([0-9a-f]{64})/([0-9]{1,6})");

    private final Owners here;
    private final SharedAttempts attempts;
    private final Duration patience;

    SharedOwners(Owners here, SharedAttempts attempts, Duration patience) {
        this.here = here;
        this.attempts = attempts;
        this.patience = patience;
    }

    /** The owner's name of another machine's intent. */
    static String of(SharedAttempt attempt) {
        return NOBODY + "/" + attempt.key().hex() + "/" + attempt.number();
    }

    static boolean elsewhere(String owner) {
        return owner.startsWith(NOBODY);
    }

    /** Which attempt an owner's name stands for. */
    static Optional<SharedAttempt> attempt(String owner) {
        Matcher matcher = NAME.matcher(owner);
        return matcher.matches()
                ? Optional.of(new SharedAttempt(
                        new Key(matcher.group(1)), Integer.parseInt(matcher.group(2)), Set.of(SharedAttempt.INTENT)))
                : Optional.empty();
    }

    @Override
    public String me() {
        return here.me();
    }

    @Override
    public boolean lives(String owner) {
        if (!elsewhere(owner)) {
            return here.lives(owner);
        }
        return attempt(owner)
                .filter(one -> attempts.age(one.name(SharedAttempt.INTENT)).compareTo(patience) < 0)
                .isPresent();
    }

    @Override
    public boolean holds() {
        return here.holds();
    }

    @Override
    public void close() {
        here.close();
    }
}
