package io.mnemesh.launcher.cli;

import io.mnemesh.launcher.client.MnemeshClient;
import io.mnemesh.launcher.demo.Demo;
import io.mnemesh.launcher.stack.AdminKey;
import io.mnemesh.launcher.stack.LauncherException;
import io.mnemesh.launcher.stack.Ports;
import io.mnemesh.launcher.stack.RunState;
import io.mnemesh.launcher.stack.Service;
import java.io.Console;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the guided tour against the running stack. */
@Command(name = "demo", description = "Feed the sample through the public API and show what comes back.")
final class DemoCommand implements Callable<Integer> {

    private final Home home = Home.fromEnvironment();

    @Override
    public Integer call() {
        RunState state = RunState.read(home.runFile())
                .filter(run -> run.phase().equals("ready"))
                .orElseThrow(() -> new LauncherException("Mnemesh is not running; start it with ./mnemesh up."));
        var gateway = URI.create("http://127.0.0.1:" + Ports.documented().http(Service.GATEWAY));
        var client = new MnemeshClient(gateway, AdminKey.read(Path.of(state.data())));
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return new Demo(client, home.sample(), System.out, terminal).run() ? 0 : 1;
    }
}
