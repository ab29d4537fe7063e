package dev.storyc.cli;

import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;
import org.jspecify.annotations.Nullable;

/**
 * A realm's store as a workspace has it.
 *
 * @param files where it lies on this machine
 * @param realm what it is parted by, here and where a team shares it
 * @param team whom films and jobs are shared with
 * @param shared where a team shares it, or null where nobody does; whoever uses it closes it
 */
record StorePlace(
        StoreFiles files, Realm realm, Team team, @Nullable TeamStore shared) implements AutoCloseable {
    /** The same without a team: for what is done to this machine's own store alone. */
    StorePlace alone() {
        return new StorePlace(files, realm, Team.NONE, null);
    }

    /** Lets go of the team's store, if anybody opened it. */
    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
    }
}
