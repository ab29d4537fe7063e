package dev.storyc.cli;

import dev.storyc.store.Realm;
import dev.storyc.store.StoreFiles;

/**
 * A realm's store as a workspace has it.
 *
 * @param files where it lies on this machine
 * @param realm what it is parted by, here and where a team shares it
 * @param team whom films and jobs are shared with
 */
record StorePlace(StoreFiles files, Realm realm, Team team) {
    /** The same without a team: for what is done to this machine's own store alone. */
    StorePlace alone() {
        return new StorePlace(files, realm, Team.NONE);
    }
}
