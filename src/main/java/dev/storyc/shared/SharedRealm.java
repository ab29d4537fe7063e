package dev.storyc.shared;

/**
 * What parts the films of one far end from those of another, in one place.
 *
 * @param name as it is signed
 * @param folder the folder that its things lie in
 * @param usual whether it is the one that needs no name where a place has no folders
 */
public record SharedRealm(String name, String folder, boolean usual) {
    public SharedRealm {
        if (!folder.matches("[a-z0-9_-][a-z0-9._-]{0,250}") || name.isBlank() || name.contains("\n")) {
            throw new IllegalArgumentException(folder + " is no name of a folder");
        }
    }
}
