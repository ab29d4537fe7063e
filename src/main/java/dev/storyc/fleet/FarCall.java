package dev.storyc.fleet;

import dev.storyc.job.CreateAnswer;
import dev.storyc.job.FarStatus;
import dev.storyc.job.FilmTaker;
import java.util.List;
import java.util.Locale;

/** What a worker asks of others, and the few words for what came of it. */
public enum FarCall {
    CREATE("accepted refused denied busy unsent in-doubt"),
    QUERY("unfinished ready failed no-address unclear denied"),
    DOWNLOAD("stored aside gone again");

    private final String outcomes;

    FarCall(String outcomes) {
        this.outcomes = outcomes;
    }

    /** All that can come of it. */
    public List<String> outcomes() {
        return List.of(outcomes.split(" "));
    }

    /** The call as metrics name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word for a create's answer. */
    static String of(CreateAnswer answer) {
        if (answer instanceof CreateAnswer.Accepted) {
            return "accepted";
        }
        if (answer instanceof CreateAnswer.Refused refused) {
            return refused.scope() == CreateAnswer.Scope.ACCOUNT ? "denied" : "refused";
        }
        if (answer instanceof CreateAnswer.Busy) {
            return "busy";
        }
        return answer instanceof CreateAnswer.NotSent ? "unsent" : "in-doubt";
    }

    /** The word for a query's answer. */
    static String of(FarStatus status) {
        if (status instanceof FarStatus.Unfinished) {
            return "unfinished";
        }
        if (status instanceof FarStatus.Ready) {
            return "ready";
        }
        if (status instanceof FarStatus.Failed) {
            return "failed";
        }
        if (status instanceof FarStatus.NoAddress) {
            return "no-address";
        }
        return status instanceof FarStatus.Denied ? "denied" : "unclear";
    }

    /** The word for what a download came to. */
    static String of(FilmTaker.Taken taken) {
        if (taken instanceof FilmTaker.Taken.Stored) {
            return "stored";
        }
        if (taken instanceof FilmTaker.Taken.Aside) {
            return "aside";
        }
        return taken instanceof FilmTaker.Taken.Gone ? "gone" : "again";
    }
}
