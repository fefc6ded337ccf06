package onechat.gateway.baseline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may log in to a baseline: users of whom the n-th two share the n-th room. Immutable.
 *
 * @param users in their order
 */
record People(List<User> users) {
    People {
        users = List.copyOf(users);
    }

    /** A user, and the room that two of them share. */
    record User(long id, String name, long room) {}

    /** As {@code onechat bench prepare} writes them. */
    static People read(Path file) {
        JsonNode people = JsonMapper.shared().readTree(file.toFile());
        JsonNode users = people.required("users");
        JsonNode rooms = people.required("rooms");
        List<User> all = new ArrayList<>();
        for (int i = 0; i < users.size(); i++) {
            JsonNode user = users.get(i);
            long room = rooms.required(i / 2).asLong();
            all.add(new User(user.required("id").asLong(), user.required("name").asString(), room));
        }
        return new People(all);
    }

    /** The users by their names. */
    Map<String, User> byName() {
        Map<String, User> byName = new LinkedHashMap<>();
        users.forEach(user -> byName.put(user.name(), user));
        return byName;
    }
}
