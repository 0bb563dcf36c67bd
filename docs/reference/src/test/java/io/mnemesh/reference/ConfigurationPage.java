package io.mnemesh.reference;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code docs/configuration.md}. */
final class ConfigurationPage {

    private static final String INTRODUCTION = """
            # Configuration

            <!-- Written from the sources by docs/reference; a change made here is lost. Refresh: %s -->

            Every setting has a key and an environment variable; the variable is the key in capitals with underscores, unless
            the table names a shorter one. What is set later in this list wins: the default, the service's
            `application.yaml`, a file `config/application.yaml` beside the process, an environment variable, a system
            property (`-Dkey=value`). A value that cannot work keeps the service from starting, with a sentence that says why.

            | Type | Form |
            |---|---|
            | duration | `250ms`, `5s`, `10m`, `24h`, `30d`, or ISO 8601 as in `PT0.25S` |
            | size | bytes, or with a unit as in `64K`, `16M` |
            | list | values separated by commas |
            | boolean | `true` or `false` |
            """.formatted(References.REFRESH);

    private final Settings settings;
    private final StringBuilder page = new StringBuilder(INTRODUCTION);

    private ConfigurationPage(Settings settings) {
        this.settings = settings;
    }

    static String of(Settings settings) {
        return new ConfigurationPage(settings).write();
    }

    private String write() {
        variables();
        tools();
        section(
                "Platform",
                "Settings of the platform in every service; all others are in the [guides](https://quarkus.io/guides/all-config)"
                        + " of Quarkus. Where a service has another default, its own table says so.",
                settings.platform());
        section("Every service", "Settings of the mesh, in every service.", settings.mesh());
        section(
                "Services with a cache",
                "Settings of the cache library, in "
                        + Module.SERVICES.stream()
                                .filter(Settings::usesCache)
                                .map(Module::title)
                                .collect(Collectors.joining(", "))
                        + ".",
                settings.library());
        for (Module service : Module.SERVICES) {
            section(service.title(), "", settings.services().get(service));
        }
        return page.toString();
    }

    private void variables() {
        heading("Variables of the services", "What most installations set, and nothing else.");
        page.append("| Variable | Services | Default | Meaning |\n|---|---|---|---|\n");
        Map<String, String> meanings = Descriptions.variables();
        Variables.of(settings)
                .modulesByDefault()
                .forEach((name, defaults) -> defaults.forEach((fallback, modules) ->
                        row("`" + name + "`", String.join(", ", modules), fallback, meanings.getOrDefault(name, ""))));
    }

    private void tools() {
        heading("Variables of the command and the tests", "");
        page.append("| Variable | Meaning |\n|---|---|\n");
        Descriptions.tools().forEach((name, meaning) -> row("`" + name + "`", meaning));
    }

    private void section(String title, String text, List<Setting> rows) {
        heading(title, text);
        page.append("| Key | Environment variable | Type | Default | Meaning |\n|---|---|---|---|---|\n");
        for (Setting setting : rows) {
            row(
                    "`" + setting.key() + "`",
                    "`" + setting.variable() + "`",
                    setting.type(),
                    setting.shownDefault(),
                    setting.meaning());
        }
    }

    private void heading(String title, String text) {
        page.append("\n## ").append(title).append("\n\n");
        if (!text.isEmpty()) {
            page.append(text).append("\n\n");
        }
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
