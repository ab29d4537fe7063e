package dev.storyc.ledger;

import dev.storyc.job.Ledger;
import dev.storyc.job.LedgerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Opens ledgers kept in SQLite files.
 *
 * <p>WAL with synchronous FULL: a transition that was reported is on disk, and readers don't wait for writers. WAL needs
 * a local disk. Never open such a file by Java's own streams while it is in use: closing any handle on it would drop
 * SQLite's locks in the whole process.
 */
public final class SqliteLedgers {
    private static final long FULL_BELOW = 1 << 17;
    private static final int PAGE = 4096;
    private static final int BUSY_MILLIS = 30_000;

    private SqliteLedgers() {}

    /** Loads what opening a ledger takes, once, on the thread that calls this; opening waits for it. */
    public static void load() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            // Whoever opens a ledger is told what is wrong.
            return;
        }
    }

    /** Opens the ledger in this file, and makes it where there is none. */
    public static Ledger open(Path file) {
        return open(file, () -> true);
    }

    /**
     * Opens the ledger in this file.
     *
     * @param mayBegin whether one may be made where there is none; asked only then
     * @throws LedgerException if the file can't be opened, is no ledger, was written by a newer storyc, or is missing
     *     where none may be made
     */
    public static Ledger open(Path file, BooleanSupplier mayBegin) {
        Connection connection = null;
        try {
            if (Files.notExists(file) && !mayBegin.getAsBoolean()) {
                throw LedgerSchema.gone(file.toString());
            }
            makeAlone(file);
            connection = connect(file);
            switchToWal(connection, file);
            WriteAheadLog log = WriteAheadLog.of(connection);
            SqliteDatabase database = new SqliteDatabase(connection, log, file);
            String id = LedgerSchema.prepare(database, mayBegin);
            restrict(file);
            return new SqlLedger(database, ClaimGuard.NONE, id);
        } catch (SQLException e) {
            close(connection);
            throw new LedgerException(
                    "the ledger " + file + " can't be opened: " + words(e, file)
                            + "\nIt knows which jobs were paid for: mend what is in its way, or put the file back from a"
                            + " backup; films and records beside it stay as they are",
                    e);
        } catch (LedgerException e) {
            close(connection);
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // A transaction that reads first and writes then would else fail at once where another writer came between.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    /** The switch needs the file alone for a moment and doesn't wait for it, so two first openers may meet here. */
    private static void switchToWal(Connection connection, Path file) throws SQLException {
        SQLException last = null;
        for (int attempt = 0; attempt < 50; attempt++) {
            try (Statement statement = connection.createStatement();
                    ResultSet mode = statement.executeQuery("PRAGMA journal_mode=WAL")) {
                if (mode.next() && "wal".equalsIgnoreCase(mode.getString(1))) {
                    return;
                }
                throw new LedgerException("the ledger " + file
                        + " can't be kept safely there: its file system has no write-ahead log; use a local disk");
            } catch (SQLException e) {
                if (e.getMessage() == null || !e.getMessage().contains("BUSY")) {
                    throw e;
                }
                last = e;
                pause();
            }
        }
        throw last == null ? new SQLException("journal_mode") : last;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException("interrupted while opening the ledger", e);
        }
    }

    /** SQLite gives its log the rights of the file, so these must be right before there is a log. */
    private static void makeAlone(Path file) {
        try {
            Files.createFile(file, userAlone());
        } catch (IOException e) {
            // It is there, which is as it should be, or can't be made, which SQLite tells in a moment.
            return;
        }
    }

    /** The attributes of a file that only its owner may read, where the disk knows such. */
    static FileAttribute<?>[] userAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static void restrict(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | UnsupportedOperationException e) {
            // The folder is the user's alone; a file system without such permissions can't do more.
            return;
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            // It is given up because opening failed; that is what gets reported.
            return;
        }
    }

    /** The same, with what is wrong with the disk, of which SQLite often tells only what it led to. */
    static String words(SQLException e, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return words(e);
        }
        long free = folder.toFile().getUsableSpace();
        String disk = !Files.isWritable(folder)
                ? "its folder can't be written, perhaps on a read-only disk: "
                : free < FULL_BELOW ? "the disk is full, with " + free + " bytes left: " : refusal(folder);
        return disk + words(e);
    }

    /** What the disk says to a small file beside the ledger: a quota, for one, SQLite calls an I/O error. */
    private static String refusal(Path folder) {
        Path file = folder.resolve(".storyc-" + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[PAGE]));
                channel.force(true);
            }
            Files.delete(file);
            return "";
        } catch (FileSystemException e) {
            return "the disk says \"" + (e.getReason() == null ? e.getMessage() : e.getReason()) + "\": ";
        } catch (IOException e) {
            return "the disk says \"" + e.getMessage() + "\": ";
        } finally {
            // Where it can't be deleted it is empty, or the disk can be read only.
            file.toFile().delete();
        }
    }

    static String words(SQLException e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.replaceFirst("^\\[[A-Z_]+]\\s*", "");
    }
}
