package onechat.gateway.command;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onechat.gateway.directory.DirectoryListing.User;
import picocli.CommandLine.Model.CommandSpec;

/** The commands {@code user add}, {@code passwd}, {@code list} and {@code remove}. Confined to one thread. */
public final class UserCommands {
    private static final String PASSWORD =
            "The password is asked for twice at a terminal, and otherwise is the first line of "
                    + "standard input; it is never an argument. It has 1 to 72 octets in UTF-8.";

    private final DirectoryAccess directory;
    private final Terminal terminal;

    /** The commands, not yet called. */
    public UserCommands(DatabaseSettings settings, Terminal terminal, InstantSource clock, PrintStream out) {
        this.directory = new DirectoryAccess(settings, clock, out);
        this.terminal = terminal;
    }

    /** What the command line library needs to know of them. */
    public CommandSpec spec() {
        return directory.group(
                "user",
                "Adds, lists and removes users, also while the server runs.",
                List.of(
                        new Leaf("add", "Adds a user, and prints the new id.", PASSWORD, this::add)
                                .argument("NAME", "What the user logs in with.")
                                .option(Leaf.ID, "ID", "The user's id; otherwise the database picks one."),
                        new Leaf(
                                        "passwd",
                                        "Gives a user a new password.",
                                        PASSWORD + " Devices that are logged in stay so.",
                                        this::passwd)
                                .argument("NAME", "The user's name."),
                        new Leaf("list", "Lists all users.", "In the order of their ids.", this::list)
                                .flag(Leaf.JSON, "One JSON object a line, with id and name."),
                        new Leaf(
                                        "remove",
                                        "Removes a user, also from every room.",
                                        "The user can't log in any more; a device that is logged in stays so until it goes.",
                                        this::remove)
                                .argument("NAME", "The user's name.")
                                .flag(Leaf.YES, "Don't ask; needed where nobody can be asked.")));
    }

    private void add(Leaf leaf) throws CommandFailedException {
        String name = leaf.name(0);
        Long id = leaf.optionalId();
        String password = NewPassword.from(terminal, name);
        long added = directory.edit(leaf, editor -> editor.addUser(name, password, id));
        directory.out().println(added);
    }

    private void passwd(Leaf leaf) throws CommandFailedException {
        String name = leaf.name(0);
        String password = NewPassword.from(terminal, name);
        directory.edit(leaf, editor -> {
            editor.setPassword(name, password);
            return 0;
        });
    }

    private void list(Leaf leaf) throws CommandFailedException {
        Line line = new Line();
        PrintStream out = directory.out();
        boolean json = leaf.has(Leaf.JSON);
        directory.list(
                leaf,
                "ID        NAME",
                listing -> listing.users(page -> {
                    for (User user : page) {
                        Map<String, Object> members = new LinkedHashMap<>();
                        members.put("id", user.id());
                        members.put("name", user.name());
                        out.println(
                                json
                                        ? line.json(members)
                                        : String.format(
                                                Locale.ROOT, "%-8d  %s", user.id(), Line.printable(user.name())));
                    }
                    return !out.checkError();
                }));
    }

    private void remove(Leaf leaf) throws CommandFailedException {
        String name = leaf.name(0);
        Confirmation.of(leaf, terminal, "Remove the user " + name + ", also from every room?");
        directory.edit(leaf, editor -> {
            editor.removeUser(name);
            return 0;
        });
    }
}
