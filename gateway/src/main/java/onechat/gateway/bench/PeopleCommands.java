package onechat.gateway.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import onechat.gateway.bench.People.Person;
import onechat.gateway.command.CommandFailedException;
import onechat.gateway.command.DatabaseSettings;
import onechat.gateway.command.Leaf;
import onechat.gateway.command.WholeNumber;
import onechat.gateway.directory.CrowdEditor;
import onechat.gateway.directory.CrowdEditor.Crowd;
import onechat.gateway.directory.CrowdEditor.Removed;
import onechat.gateway.directory.DirectoryEditException;
import onechat.gateway.directory.DirectoryListing.User;
import onechat.gateway.directory.DirectoryStartException;

/** The commands {@code bench prepare} and {@code bench clean}. Confined to one thread. */
final class PeopleCommands {
    private static final WholeNumber USERS =
            new WholeNumber("--users", "N", "How many users, in pairs.", 100, 2, 1_000_000);
    private static final int PASSWORD_BYTES = 24;
    private static final int MARK_BYTES = 4;

    private final DatabaseSettings settings;
    private final InstantSource clock;
    private final PrintStream out;
    private final PrintStream err;
    private final SecureRandom random = new SecureRandom();

    PeopleCommands(DatabaseSettings settings, InstantSource clock, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    List<Leaf> leaves() {
        List<Leaf> leaves = List.of(
                new Leaf(
                                "prepare",
                                "Makes users and rooms for a benchmark, in the server's database.",
                                "A room for each two of them, and one for sixteen, if they are that many. They share a random password, which "
                                        + "stands in the file, with everything else that the other commands need; so the file is for its owner "
                                        + "alone. The users can log in at once, and until bench clean removes them.",
                                this::prepare)
                        .argument("FILE", "The file to make; there must be none yet.")
                        .option(USERS),
                new Leaf(
                                "clean",
                                "Removes what bench prepare made, and the file.",
                                "Nobody and nothing else: whatever in the database has another name by now stays.",
                                this::clean)
                        .argument("FILE", "The file that bench prepare made."));
        leaves.forEach(leaf -> settings.describe(leaf.spec()));
        return leaves;
    }

    private void prepare(Leaf leaf) throws CommandFailedException {
        int users = (int) leaf.number(USERS);
        Path file = Path.of(leaf.text(0));
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random(PASSWORD_BYTES));
        String mark = "bench" + HexFormat.of().formatHex(random(MARK_BYTES));
        PeopleFile.create(file);
        boolean added = false;
        try (CrowdEditor editor = CrowdEditor.open(settings.read(leaf.spec()), clock)) {
            // The file first: users whom nobody knows could not be removed again.
            editor.add(
                    mark,
                    password,
                    users,
                    done -> err.println("prepare: " + done + " users of " + users),
                    crowd -> PeopleFile.write(file, people(password, crowd)));
            added = true;
            out.println(users + " users in " + users / 2 + " rooms of two"
                    + (users < CrowdEditor.LARGE_ROOM ? "" : " and one of " + CrowdEditor.LARGE_ROOM) + ": " + file);
        } catch (DirectoryStartException | DirectoryEditException e) {
            throw new CommandFailedException(e);
        } catch (UncheckedIOException e) {
            throw new CommandFailedException("can't write the file " + file + ": " + e.getMessage());
        } finally {
            if (!added) {
                delete(file);
            }
        }
    }

    private static People people(String password, Crowd crowd) {
        return new People(
                password,
                crowd.users().stream()
                        .map(user -> new Person(user.id(), user.name()))
                        .toList(),
                crowd.pairRooms(),
                crowd.largeRoom(),
                crowd.mark());
    }

    private byte[] random(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private void clean(Leaf leaf) throws CommandFailedException {
        Path file = Path.of(leaf.text(0));
        People people = PeopleFile.read(file);
        String mark = people.mark();
        if (mark == null) {
            throw new CommandFailedException("the file " + file + " is none that bench prepare made");
        }
        List<User> users = people.users().stream()
                .map(person -> new User(person.id(), person.name()))
                .toList();
        try (CrowdEditor editor = CrowdEditor.open(settings.read(leaf.spec()), clock)) {
            Removed removed = editor.remove(
                    new Crowd(mark, users, people.rooms(), people.largeRoom()),
                    done -> err.println("clean: " + done + " users of " + users.size()));
            out.println(removed.users() + " users and " + removed.rooms() + " rooms removed");
        } catch (DirectoryStartException | DirectoryEditException e) {
            throw new CommandFailedException(e);
        }
        delete(file);
    }

    private static void delete(Path file) throws CommandFailedException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CommandFailedException("can't remove the file " + file + ": " + e.getMessage());
        }
    }
}
