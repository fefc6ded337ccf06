package onechat.gateway.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import onechat.gateway.bench.People.Person;
import onechat.gateway.command.CommandFailedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The file that holds {@link People}, with their password: it is made for its owner alone, and never over another. Stateless. */
final class PeopleFile {
    private static final long MOST_BYTES = 256L << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private PeopleFile() {}

    /**
     * Makes the file, empty.
     *
     * @throws CommandFailedException when it is there already, or can't be made
     */
    static void create(Path file) throws CommandFailedException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] closed = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), closed)
                    .close();
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException("there is a file " + file + " already; bench clean takes its people away");
        } catch (IOException e) {
            throw new CommandFailedException("can't make the file " + file + ": " + e.getMessage());
        }
    }

    /** Fills a file that was {@link #create created}. */
    static void write(Path file, People people) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
                JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("password", people.password());
            if (people.mark() != null) {
                json.writeStringProperty("mark", people.mark());
            }
            json.writeArrayPropertyStart("users");
            for (Person person : people.users()) {
                json.writeStartObject();
                json.writeNumberProperty("id", person.id());
                json.writeStringProperty("name", person.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("rooms");
            for (long room : people.rooms()) {
                json.writeNumber(room);
            }
            json.writeEndArray();
            if (people.largeRoom() != null) {
                json.writeNumberProperty("large_room", people.largeRoom());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * What a file holds.
     *
     * @throws CommandFailedException when it can't be read, or holds something else
     */
    static People read(Path file) throws CommandFailedException {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw unsuitable(file);
            }
            try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
                return new Reading(json).people();
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file + "; bench prepare makes one");
        } catch (IOException e) {
            throw new CommandFailedException("can't read the file " + file + ": " + e.getMessage());
        } catch (JacksonException | IllegalArgumentException e) {
            throw unsuitable(file);
        }
    }

    private static CommandFailedException unsuitable(Path file) {
        return new CommandFailedException("the file " + file + " is none that bench prepare made");
    }

    /** One reading of a file. Whatever is not as it should be is an {@link IllegalArgumentException}. */
    private static final class Reading {
        private final JsonParser json;
        private final List<Person> users = new ArrayList<>();
        private final List<Long> rooms = new ArrayList<>();
        private @Nullable String password;
        private @Nullable String mark;
        private @Nullable Long largeRoom;

        Reading(JsonParser json) {
            this.json = json;
        }

        People people() {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                switch (name) {
                    case "password" -> password = json.getString();
                    case "mark" -> mark = json.getString();
                    case "large_room" -> largeRoom = id(value);
                    case "users" -> readUsers(value);
                    case "rooms" -> readRooms(value);
                    default -> json.skipChildren();
                }
            }
            String found = password;
            if (found == null) {
                throw new IllegalArgumentException("no password");
            }
            return new People(found, users, rooms, largeRoom, mark);
        }

        private void readUsers(JsonToken first) {
            require(first == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                long id = 0;
                String name = "";
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String member = json.currentName();
                    JsonToken value = json.nextToken();
                    switch (member) {
                        case "id" -> id = id(value);
                        case "name" -> name = json.getString();
                        default -> json.skipChildren();
                    }
                }
                require(id > 0 && !name.isEmpty());
                users.add(new Person(id, name));
            }
            require(json.currentToken() == JsonToken.END_ARRAY);
        }

        private void readRooms(JsonToken first) {
            require(first == JsonToken.START_ARRAY);
            for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
                rooms.add(id(next));
            }
        }

        private long id(@Nullable JsonToken value) {
            require(value == JsonToken.VALUE_NUMBER_INT);
            return json.getLongValue();
        }

        private static void require(boolean holds) {
            if (!holds) {
                throw new IllegalArgumentException("not a file of people");
            }
        }
    }
}
