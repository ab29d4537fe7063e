package dev.storyc.cli;

import dev.storyc.console.OutputOptions;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.UserError;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which films are put where a team shares them, or fetched from there, and how that is told. */
final class ShareOptions {
    @Mixin
    private ReadOptions read = new ReadOptions();

    @Mixin
    private RealmOptions realm = new RealmOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private String format = "text";

    ReadOptions read() {
        return read;
    }

    RealmOptions realm() {
        return realm;
    }

    OutputOptions output() {
        return output;
    }

    /** Whether a program reads the result. */
    boolean json() {
        if (!format.equals("text") && !format.equals("json")) {
            throw new UserError(Exit.USAGE, "--format takes text or json, and not " + format);
        }
        return format.equals("json");
    }

    /**
     * Where this workspace's team shares its films.
     *
     * @throws UserError if it has no such place
     */
    static TeamStore shared(StorePlace place) {
        TeamStore shared = place.shared();
        if (shared == null) {
            throw new UserError(
                    Exit.USAGE, "there is no `shared_store` in storyc.yaml, so nobody shares films with this machine");
        }
        return shared;
    }
}
