package dev.storyc.plan;

import dev.storyc.lower.Key;
import dev.storyc.manifest.FilmRecord;
import dev.storyc.manifest.ManifestRow;
import dev.storyc.manifest.RowAudit;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether films that manifests name are those of the requests they are named for. A manifest lies in git, where hands and
 * merges change it; following one that was changed would show a wrong film, and file it as bought.
 */
public final class Provenance {
    private final RowAudit audit;
    private final Holdings holdings;

    /** @param committed all rows of the manifests */
    public Provenance(Collection<ManifestRow> committed, Holdings holdings) {
        this.audit = new RowAudit(committed);
        this.holdings = holdings;
    }

    /** Why this row must not be followed, as far as manifest, ledger and store tell. */
    public Optional<String> wrong(ManifestRow row) {
        Optional<String> alone = audit.wrong(row);
        return alone.isPresent()
                ? alone
                : holdings.boughtBy(row.film().jobId())
                        .filter(key -> !key.equals(row.film().key()))
                        .map(key ->
                                "its job " + row.film().jobId() + " rendered another request, of key " + key.brief());
    }

    /**
     * Whether the bytes of a film may be taken for those of its key without asking its job: not where rows of several
     * requests claim them, or the store has them as another's.
     */
    public boolean vouched(FilmRecord named) {
        if (audit.filmContested(named) || holdings.another(named)) {
            return false;
        }
        Optional<Key> key = holdings.boughtBy(named.jobId());
        return key.map(named.key()::equals).orElse(!audit.jobContested(named));
    }

    /** Whether several rows claim a row's film, by the manifest alone. */
    public boolean contested(ManifestRow row) {
        return audit.jobContested(row.film()) || audit.filmContested(row.film());
    }
}
