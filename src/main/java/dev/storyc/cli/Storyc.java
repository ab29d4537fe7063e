package dev.storyc.cli;

import dev.storyc.diagnostic.NearestName;
import dev.storyc.job.LedgerException;
import dev.storyc.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code storyc}: its commands, and the one place that turns exceptions into words. */
@Command(
        name = "storyc",
        description = "Compile YAML storyboards, price them, render each clip once, and prove what came back.",
        mixinStandardHelpOptions = true,
        versionProvider = Storyc.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc check",
            "  storyc build --backend animatic storyboards/aurora-launch.yaml",
            "  SHORTAPI_KEY=… storyc build storyboards/aurora-launch.yaml"
        })
final class Storyc implements Runnable {
    private final Console console;
    private final CommandLine commands;

    /** @param folder the working folder, absolute */
    Storyc(Console console, Path folder) {
        this.console = console;
        this.commands = new CommandLine(this);
        commands.addSubcommand(new InitCommand(console, folder));
        commands.addSubcommand(new CheckCommand(console, folder));
        commands.addSubcommand(new CompileCommand(console, folder));
        commands.addSubcommand(new PlanCommand(console, folder));
        commands.addSubcommand(new BuildCommand(console, folder));
        commands.addSubcommand(JobsCommand.with(console, folder));
        commands.addSubcommand(new VerifyCommand(console, folder));
        commands.addSubcommand(StoreCommand.with(console, folder));
        commands.addSubcommand(new ExplainCommand(console));
        commands.addSubcommand(new SchemaCommand(console));
        commands.addSubcommand(new EmulatorCommand(console));
        commands.addSubcommand(new CompletionCommand(console));
        withHelp(commands.getSubcommands().values());
        commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commands.setUsageHelpWidth(Math.max(60, Math.min(console.width(), 120)));
        commands.setParameterExceptionHandler((e, args) -> usage(e));
        commands.setExecutionExceptionHandler((e, command, parsed) -> explain(e));
    }

    private static void withHelp(Collection<CommandLine> commands) {
        for (CommandLine command : commands) {
            command.addMixin("help", new HelpOption());
            withHelp(command.getSubcommands().values());
        }
    }

    int run(String[] args) {
        return commands.execute(args);
    }

    @Override
    public void run() {
        commands.usage(console.out());
    }

    private int usage(CommandLine.ParameterException e) {
        console.err().println("storyc: " + words(e));
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println("`" + name + " --help` tells what there is");
        return Exit.USAGE;
    }

    /** A misspelt command is what picocli can only call an unmatched argument. */
    private String words(CommandLine.ParameterException e) {
        boolean command = e instanceof CommandLine.UnmatchedArgumentException unmatched
                && e.getCommandLine().equals(commands)
                && !unmatched.getUnmatched().get(0).startsWith("-");
        if (!command) {
            return String.valueOf(e.getMessage());
        }
        String written =
                ((CommandLine.UnmatchedArgumentException) e).getUnmatched().get(0);
        String hint = NearestName.hint(written, commands.getSubcommands().keySet());
        return "there is no command `" + written + "`; " + hint;
    }

    private int explain(Exception e) {
        if (e instanceof UserError known) {
            console.err().println("storyc: " + known.getMessage());
            return known.exit();
        }
        if (e instanceof LedgerException || e instanceof StoreException) {
            console.err().println("storyc: " + e.getMessage());
            for (Throwable also : e.getSuppressed()) {
                console.err().println("storyc: and: " + also.getMessage());
            }
            return Exit.STORE;
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            console.err().println("storyc: a file can't be read or written: " + e.getMessage());
            return Exit.STORE;
        }
        console.err().println("storyc: this is a bug in storyc, and nothing you did: " + e);
        for (StackTraceElement line : e.getStackTrace()) {
            console.err().println("    at " + line);
        }
        return Exit.BUG;
    }

    /** The version this was built as. */
    static String version() {
        String version = Storyc.class.getPackage().getImplementationVersion();
        return version == null ? "0 (from source)" : version;
    }

    /** {@code -h} and {@code --help}. */
    static final class HelpOption {
        @SuppressWarnings("UnusedVariable") // picocli reads it
        @CommandLine.Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help and exit.")
        private boolean help;
    }

    /** The version the jar was built as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"storyc " + version()};
        }
    }
}
