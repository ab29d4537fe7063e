package dev.storyc.ledger;

import dev.storyc.job.Job;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A further condition of each claim, looked at in the claim's own transaction. */
public interface ClaimGuard {
    /** Lets everything through. */
    ClaimGuard NONE = (connection, intent) -> Optional.empty();

    /**
     * Why nothing may be sent for this intent, if so.
     *
     * @param connection of the claim's transaction, which others' claims wait for; neither committed nor closed here
     */
    Optional<String> closed(Connection connection, Job intent) throws SQLException;
}
