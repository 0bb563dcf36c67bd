package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.stack.LauncherException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root command: picks the command that was asked for and turns every refusal into one sentence. */
@Command(
        name = "mnemesh",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            TrainCommand.class
        })
public final class MnemeshCommand {

    private MnemeshCommand() {}

    /** @return exit status: 0 done, 1 refused or failed, 2 wrong usage */
    public static int run(String... arguments) {
        return new CommandLine(new MnemeshCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command.getErr()))
                .execute(arguments);
    }

    private static int explain(Exception failure, PrintWriter out) {
        if (failure instanceof LauncherException refusal) {
            out.println("mnemesh: " + refusal.getMessage());
        } else {
            out.println("mnemesh: something unexpected happened.");
            failure.printStackTrace(out);
        }
        out.flush();
        return 1;
    }
}
