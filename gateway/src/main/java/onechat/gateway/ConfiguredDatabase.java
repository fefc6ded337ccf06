package onechat.gateway;

import java.util.EnumSet;
import java.util.Map;
import onechat.gateway.command.DatabaseSettings;
import onechat.gateway.directory.DirectoryOptions;
import picocli.CommandLine.Model.CommandSpec;

/** The database that a server with the same arguments, environment and configuration file would use. Confined to one thread. */
final class ConfiguredDatabase implements DatabaseSettings {
    private final SettingSources settings;

    ConfiguredDatabase(Map<String, String> environment) {
        settings = new SettingSources(
                environment,
                EnumSet.of(Setting.DB_URL, Setting.DB_USER, Setting.DB_PASSWORD, Setting.DB_PASSWORD_FILE));
    }

    @Override
    public void describe(CommandSpec command) {
        settings.describe(command);
    }

    @Override
    public DirectoryOptions read(CommandSpec command) {
        DatabaseOptions database = settings.read(command).database();
        return new DirectoryOptions(database.url(), database.user(), database::password);
    }
}
