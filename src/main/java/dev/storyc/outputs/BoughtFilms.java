package dev.storyc.outputs;

import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.store.Damage;
import dev.storyc.store.Digests;
import dev.storyc.store.FilmStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the films lie that manifests name, and whether they are what was bought, by every byte. */
public final class BoughtFilms {
    private final FilmStore store;
    private final Outputs outputs;

    public BoughtFilms(FilmStore store, Outputs outputs) {
        this.store = store;
        this.outputs = outputs;
    }

    /** Why a film can't be taken from the store; empty if it can. */
    public Optional<String> inStore(FilmRecord film) {
        Optional<Damage> damage = store.hash(film);
        if (damage.isPresent()
                && !Files.exists(store.film(film))
                && store.find(film.key()).isPresent()) {
            // It was in the trash.
            damage = store.hash(film);
        }
        return damage.map(found -> found.file() + " " + found.words());
    }

    /** Why the film under {@code out/} isn't what was bought; empty if it is. */
    public Optional<String> underOut(String storyboard, ManifestRow row) {
        Path file = outputs.folder(storyboard).resolve(row.file());
        String shown = outputs.workspace().shown(file);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.of(shown + " is not there");
            }
            long size = Files.size(file);
            if (size != row.film().bytes()) {
                return Optional.of(shown + " has " + size + " bytes, and was bought with "
                        + row.film().bytes());
            }
            return Digests.sha256(file).equals(row.film().sha256())
                    ? Optional.empty()
                    : Optional.of(shown + " doesn't hold the bytes that were bought");
        } catch (IOException e) {
            throw new UncheckedIOException(shown, e);
        }
    }
}
