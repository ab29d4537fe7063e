package dev.storyc.shared;

/** The door: opens the place that an address names. Nothing is sent before something is asked of it. */
public final class SharedPlaces {
    private SharedPlaces() {}

    /**
     * A place for the things of one realm.
     *
     * @throws SharedPlaceException if nothing secret may be sent there, or it isn't there
     */
    public static SharedPlace open(SharedAddress address, SharedRealm realm, SharedWeb web) {
        address.distrust().ifPresent(words -> {
            throw new SharedPlaceException(SharedPlaceException.Kind.FORBIDDEN, words);
        });
        if (address instanceof SharedAddress.Folder folder) {
            return new SharedFolder(folder.root(), realm.folder());
        }
        if (address instanceof SharedAddress.Bucket bucket) {
            return new S3Place(bucket, realm, web);
        }
        return new WebPlace((SharedAddress.Web) address, realm, web);
    }
}
