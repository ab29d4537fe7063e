package dev.storyc.cli;

import dev.storyc.console.Console;
import dev.storyc.diagnostic.Exit;
import dev.storyc.diagnostic.NearestName;
import dev.storyc.diagnostic.VisibleText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All commands, and what is said to those who misspell one. */
@Command(
        name = "storyc",
        description = "Compile YAML storyboards, price them, render each clip once, and prove what came back.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandTree.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  storyc check",
            "  storyc build --backend animatic storyboards/aurora-launch.yaml",
            "  SHORTAPI_KEY=… storyc build storyboards/aurora-launch.yaml"
        })
final class CommandTree implements Runnable {
    private final Console console;
    private final Path folder;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CommandTree(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    /** The commands that these arguments may mean: the one they name, else all, for help and hints. */
    static CommandLine of(Console console, Path folder, String[] args, IExecutionExceptionHandler failures) {
        CommandTree tree = new CommandTree(console, folder);
        CommandLine commands = new CommandLine(tree);
        Map<String, Supplier<Object>> table = tree.table();
        boolean one = args.length > 0 && table.containsKey(args[0]) && !args[0].equals("completion");
        // Reading what a command takes costs time, so one that is named is read alone, unless it tells of the others.
        table.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                commands.addSubcommand(command.get());
            }
        });
        withHelp(commands.getSubcommands().values());
        // An argument that begins with `@` is a name like any other, and no file to be read for more arguments.
        commands.setExpandAtFiles(false);
        commands.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commands.setUsageHelpWidth(Math.max(60, Math.min(console.width(), 120)));
        commands.setParameterExceptionHandler((e, words) -> tree.usage(e, words));
        commands.setExecutionExceptionHandler(failures);
        return commands;
    }

    /** Every command by its name, in the order of the help, and how it is made. */
    private Map<String, Supplier<Object>> table() {
        Map<String, Supplier<Object>> table = new LinkedHashMap<>();
        table.put("init", () -> new InitCommand(console, folder));
        table.put("check", () -> new CheckCommand(console, folder));
        table.put("compile", () -> new CompileCommand(console, folder));
        table.put("plan", () -> new PlanCommand(console, folder));
        table.put("build", () -> new BuildCommand(console, folder));
        table.put("jobs", () -> JobsCommand.with(console, folder));
        table.put("builds", () -> BuildsCommand.with(console, folder));
        table.put("worker", () -> new WorkerCommand(console, folder));
        table.put("verify", () -> new VerifyCommand(console, folder));
        table.put("store", () -> StoreCommand.with(console, folder));
        table.put("export", () -> new ExportCommand(console, folder));
        table.put("manifest", () -> ManifestCommand.with(console, folder));
        table.put("gallery", () -> new GalleryCommand(console, folder));
        table.put("explain", () -> new ExplainCommand(console, folder));
        table.put("schema", () -> new SchemaCommand(console));
        table.put("emulator", () -> new EmulatorCommand(console, folder));
        table.put("completion", () -> new CompletionCommand(console));
        table.put("lsp", () -> new LspCommand(console, folder));
        return table;
    }

    private static void withHelp(Collection<CommandLine> commands) {
        for (CommandLine command : commands) {
            command.addMixin("help", new HelpOption());
            withHelp(command.getSubcommands().values());
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }

    private int usage(CommandLine.ParameterException e, String[] args) {
        console.err().println("storyc: " + VisibleText.of(words(e)));
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println("`" + name + " --help` tells what there is");
        if (EndJson.asked(args)) {
            console.out().println(EndJson.line(Exit.USAGE, VisibleText.of(words(e))));
        }
        return Exit.USAGE;
    }

    /** A misspelt command is what picocli can only call an unmatched argument. */
    private static String words(CommandLine.ParameterException e) {
        boolean command = e instanceof CommandLine.UnmatchedArgumentException unmatched
                && e.getCommandLine().getParent() == null
                && !unmatched.getUnmatched().get(0).startsWith("-");
        if (!command) {
            return String.valueOf(e.getMessage());
        }
        String written =
                ((CommandLine.UnmatchedArgumentException) e).getUnmatched().get(0);
        String hint =
                NearestName.hint(written, e.getCommandLine().getSubcommands().keySet());
        return "there is no command `" + written + "`; " + hint;
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
            return new String[] {"storyc " + Storyc.version()};
        }
    }
}
