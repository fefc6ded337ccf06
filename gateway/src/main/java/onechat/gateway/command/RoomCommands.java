package onechat.gateway.command;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import onechat.gateway.directory.DirectoryEditException;
import onechat.gateway.directory.DirectoryEditor;
import onechat.gateway.directory.DirectoryEditor.Memberships;
import onechat.gateway.directory.DirectoryListing.Room;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands {@code room add}, {@code list}, {@code remove}, {@code join} and {@code part}. Confined to one thread.
 */
public final class RoomCommands {
    private static final String CREATOR = "--creator";
    private static final String ROOM = "The room's id.";
    private static final String USER_ID = "--user-id";
    private static final String USERS = "The users' names.";
    private static final String USER_IDS =
            "The id of one more user, as often as you like; it need not be among the users, where they log in by token.";

    private final DirectoryAccess directory;
    private final Terminal terminal;

    /** The commands, not yet called. */
    public RoomCommands(DatabaseSettings settings, Terminal terminal, InstantSource clock, PrintStream out) {
        this.directory = new DirectoryAccess(settings, clock, out);
        this.terminal = terminal;
    }

    /** What the command line library needs to know of them. */
    public CommandSpec spec() {
        return directory.group(
                "room",
                "Adds, lists and removes rooms and their members, also while the server runs.",
                List.of(
                        new Leaf("add", "Adds a room without members, and prints the new id.", "", this::add)
                                .argument("NAME", "What people call the room; several may have the same name.")
                                .option(Leaf.ID, "ID", "The room's id; otherwise the database picks one.")
                                .option(CREATOR, "USER", "The name of the user who is to stand as its creator."),
                        new Leaf("list", "Lists all rooms.", "In the order of their ids.", this::list)
                                .flag(Leaf.JSON, "One JSON object a line, with id, name and members."),
                        new Leaf("remove", "Removes a room.", "A call that goes on in it is not ended.", this::remove)
                                .argument("ROOM", ROOM)
                                .flag(Leaf.YES, "Don't ask; needed where nobody can be asked."),
                        new Leaf("join", "Makes users members of a room.", "All of them, or none.", this::join)
                                .argument("ROOM", ROOM)
                                .arguments("USER", USERS)
                                .options(USER_ID, "ID", USER_IDS),
                        new Leaf(
                                        "part",
                                        "Takes users out of a room.",
                                        "All of them, or none. Who is in a call there stays in it until the end.",
                                        this::part)
                                .argument("ROOM", ROOM)
                                .arguments("USER", USERS)
                                .options(USER_ID, "ID", USER_IDS)));
    }

    private void add(Leaf leaf) throws CommandFailedException {
        String name = leaf.name(0);
        Long id = leaf.optionalId();
        String creator = leaf.optionalName(CREATOR);
        long added = directory.edit(leaf, editor -> editor.addRoom(name, id, creator));
        directory.out().println(added);
    }

    private void list(Leaf leaf) throws CommandFailedException {
        Line line = new Line();
        PrintStream out = directory.out();
        boolean json = leaf.has(Leaf.JSON);
        directory.list(
                leaf,
                "ID        MEMBERS   NAME",
                listing -> listing.rooms(page -> {
                    for (Room room : page) {
                        Map<String, Object> members = new LinkedHashMap<>();
                        members.put("id", room.id());
                        members.put("name", room.name());
                        members.put("members", room.members());
                        out.println(
                                json
                                        ? line.json(members)
                                        : String.format(
                                                Locale.ROOT,
                                                "%-8d  %-8d  %s",
                                                room.id(),
                                                room.members(),
                                                Line.printable(room.name())));
                    }
                    return !out.checkError();
                }));
    }

    private void remove(Leaf leaf) throws CommandFailedException {
        long room = leaf.id(0);
        Confirmation.of(leaf, terminal, "Remove the room " + room + "?");
        directory.edit(leaf, editor -> {
            editor.removeRoom(room);
            return 0;
        });
    }

    private void join(Leaf leaf) throws CommandFailedException {
        Memberships now = change(leaf, DirectoryEditor::join);
        directory.out().println(now.changed() + " joined, " + now.unchanged() + " were members already");
    }

    private void part(Leaf leaf) throws CommandFailedException {
        Memberships now = change(leaf, DirectoryEditor::part);
        directory.out().println(now.changed() + " parted, " + now.unchanged() + " were no members");
    }

    /** Joining or parting. */
    @FunctionalInterface
    private interface Change {
        Memberships make(DirectoryEditor editor, long room, Collection<String> names, Collection<Long> ids)
                throws DirectoryEditException;
    }

    private Memberships change(Leaf leaf, Change change) throws CommandFailedException {
        long room = leaf.id(0);
        List<String> names = leaf.names(1);
        List<Long> ids = leaf.ids(USER_ID);
        if (names.isEmpty() && ids.isEmpty()) {
            throw leaf.wrong("Missing required parameter: 'USER', or an option " + USER_ID);
        }
        return directory.edit(leaf, editor -> change.make(editor, room, names, ids));
    }
}
