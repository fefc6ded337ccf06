package onechat.gateway.baseline;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may log in to a baseline: the users of a people file, of whom the n-th two share the n-th room. Immutable.
 *
 * @param ids the users' ids, by name
 * @param rooms the id of each user's room, by user id
 */
record People(Map<String, Long> ids, Map<Long, Long> rooms) {
    People {
        ids = Map.copyOf(ids);
        rooms = Map.copyOf(rooms);
    }

    /** As {@code onechat bench prepare} writes them. */
    static People read(Path file) {
        JsonNode people = JsonMapper.shared().readTree(file.toFile());
        JsonNode users = people.get("users");
        JsonNode rooms = people.get("rooms");
        Map<String, Long> ids = new HashMap<>();
        Map<Long, Long> roomOf = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            long id = users.get(i).get("id").asLong();
            ids.put(users.get(i).get("name").asString(), id);
            if (i / 2 < rooms.size()) {
                roomOf.put(id, rooms.get(i / 2).asLong());
            }
        }
        return new People(ids, roomOf);
    }
}
