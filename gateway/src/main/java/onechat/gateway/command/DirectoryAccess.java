package onechat.gateway.command;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.List;
import onechat.gateway.directory.DirectoryEditException;
import onechat.gateway.directory.DirectoryEditor;
import onechat.gateway.directory.DirectoryListing;
import onechat.gateway.directory.DirectoryStartException;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the configured database for one command, and closes it again. Confined to one thread. */
final class DirectoryAccess {
    @FunctionalInterface
    interface Edit<T> {
        T make(DirectoryEditor editor) throws DirectoryEditException;
    }

    @FunctionalInterface
    interface Listing {
        void write(DirectoryListing listing) throws DirectoryEditException;
    }

    private final DatabaseSettings settings;
    private final InstantSource clock;
    private final PrintStream out;

    DirectoryAccess(DatabaseSettings settings, InstantSource clock, PrintStream out) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
    }

    PrintStream out() {
        return out;
    }

    /** A command of commands. */
    CommandSpec group(String name, String header, List<Leaf> leaves) {
        CommandSpec group = StandardOptions.addTo(CommandSpec.create().name(name));
        group.usageMessage().header(header).footer("", "onechat " + name + " COMMAND --help explains each.", "");
        for (Leaf leaf : leaves) {
            settings.describe(leaf.spec());
            group.addSubcommand(leaf.spec().name(), leaf.spec());
        }
        return group;
    }

    <T> T edit(Leaf leaf, Edit<T> edit) throws CommandFailedException {
        try (DirectoryEditor editor = DirectoryEditor.open(settings.read(leaf.spec()), clock)) {
            return edit.make(editor);
        } catch (DirectoryStartException | DirectoryEditException e) {
            throw new CommandFailedException(e);
        }
    }

    /** Writes the heading, where a person reads, and then the list. */
    void list(Leaf leaf, String heading, Listing listing) throws CommandFailedException {
        try (DirectoryListing directory = DirectoryListing.open(settings.read(leaf.spec()))) {
            if (!leaf.has(Leaf.JSON)) {
                out.println(heading);
            }
            listing.write(directory);
        } catch (DirectoryStartException | DirectoryEditException e) {
            throw new CommandFailedException(e);
        }
        out.flush();
    }
}
