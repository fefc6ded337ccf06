package onechat.gateway.signaling;

import java.util.ArrayList;
import java.util.List;
import onechat.protocol.Message;

/** Writes down who was told what, in order. Used by many threads at once. */
final class MessageLog implements Delivery {
    private final List<Told> told = new ArrayList<>();

    @Override
    public synchronized void deliver(List<Device> to, Message message) {
        to.forEach(device -> told.add(new Told(device, message)));
    }

    /** Everything so far. */
    synchronized List<Told> all() {
        return List.copyOf(told);
    }

    /** Everything since the last time. */
    synchronized List<Told> takeAll() {
        List<Told> all = all();
        told.clear();
        return all;
    }

    /** What one device was told so far. */
    synchronized List<Message> to(Device device) {
        return told.stream()
                .filter(each -> each.to() == device)
                .map(Told::message)
                .toList();
    }
}
