package dev.storyc.fit;

import dev.storyc.expand.FilmScene;

/**
 * One would-be clip under judgement. The constraints on it are the list of what a model allows; each takes its numbers
 * from the catalogue entry, which reaches it as the validator's payload.
 *
 * @param scene the scene, cut already if it had to be
 */
@ShotCount
@ShotSeconds
@ShotSum
@ClipSeconds
@PromptThere
@PromptLength
@ShotPromptLength
@SettingTaken
@MarksBound
@WholeCharacters
@NoHiddenTurns
record Candidate(FilmScene scene) {}
