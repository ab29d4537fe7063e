package dev.storyc.ledger;

import dev.storyc.TestPostgres;
import dev.storyc.job.Ledger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;

/** The databases over which the tests of ledgers run. */
public enum TestLedgers {
    SQLITE {
        @Override
        public Opening fresh(Path folder) {
            return () -> SqliteLedgers.open(folder.resolve("ledger.db"));
        }
    },
    POSTGRESQL {
        @Override
        public Opening fresh(Path folder) {
            PostgresAddress address = TestPostgres.database();
            return () -> closing(PostgresRealms.open(address, "storyc"));
        }
    };

    /** Opens the same ledger each time, as another process would. */
    public interface Opening {
        Ledger open();
    }

    /** A ledger that is there for one test. */
    public abstract Opening fresh(Path folder);

    /** The realm's ledger, which takes its realm with it. */
    static Ledger closing(PostgresRealm realm) {
        Ledger ledger = realm.ledger();
        return (Ledger) Proxy.newProxyInstance(
                TestLedgers.class.getClassLoader(), new Class<?>[] {Ledger.class}, (proxy, method, values) -> {
                    if (method.getName().equals("close")) {
                        realm.close();
                        return null;
                    }
                    try {
                        return method.invoke(ledger, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
