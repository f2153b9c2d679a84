package org.earshot.app.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The browsers that are connected, and the sources that each of them looks at. Safe for several threads. */
final class PageClients {
    static final int MOST = 100;

    private final Map<String, PageClient> clients = new ConcurrentHashMap<>();

    /**
     * Lets a browser in. Nobody is told anything meanwhile: what comes then comes after the greeting, and nothing in between is lost.
     *
     * @param greeting offers it what is known so far
     * @return false if there are {@value #MOST} already: each has a thread and a queue
     */
    synchronized boolean add(PageClient client, Runnable greeting) {
        if (clients.size() >= MOST) {
            return false;
        }
        greeting.run();
        clients.put(client.id(), client);
        return true;
    }

    /** True if no more can be added. */
    boolean isFull() {
        return clients.size() >= MOST;
    }

    void remove(PageClient client) {
        clients.remove(client.id());
        client.close();
    }

    /**
     * Notes what a browser looks at, and tells it what is known of that, before anything newer.
     *
     * @return false if there is no such browser
     */
    synchronized boolean watch(String clientId, Collection<String> sources, String message, Supplier<JsonNode> known) {
        PageClient client = clients.get(clientId);
        if (client == null) {
            return false;
        }
        client.watch(sources);
        tell(List.of(client), message, known.get());
        return true;
    }

    /** Every source that somebody looks at. */
    Set<String> watched() {
        return clients.values().stream().flatMap(c -> c.watched().stream()).collect(Collectors.toSet());
    }

    boolean isEmpty() {
        return clients.isEmpty();
    }

    synchronized void tellAll(String message, JsonNode data) {
        tell(List.copyOf(clients.values()), message, data);
    }

    synchronized void tellWatchers(String source, String message, JsonNode data) {
        tell(clients.values().stream().filter(c -> c.watched().contains(source)).toList(), message, data);
    }

    void closeAll() {
        List.copyOf(clients.values()).forEach(this::remove);
    }

    private void tell(List<PageClient> to, String message, JsonNode data) {
        if (to.isEmpty()) {
            return;
        }
        String text = data.toString();
        for (PageClient client : to) {
            if (!client.offer(message, text)) {
                // It reconnects by itself and is greeted with everything there is to know.
                remove(client);
            }
        }
    }
}
