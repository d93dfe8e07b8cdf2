//! Conversations at random: whatever comes when, each message is in one entry, whole.

use super::*;

/// Random conversations: who speaks after how long a pause.
fn talks() -> impl Strategy<Value = Vec<Message>> {
    let line = (0_i64..50, prop::sample::select(vec!["812", "814", "visitor"]));
    prop::collection::vec(line, 1..40).prop_map(|lines| {
        let mut seconds = 0;
        let speak = |who: &str| if who == "visitor" { visitor() } else { agent(who) };
        (1..)
            .zip(lines)
            .map(|(id, (pause, who))| {
                seconds += pause * MINUTE;
                message(id, seconds, speak(who))
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn any_order_and_repetition_gives_the_same_sessions(
        talk in talks(),
        shuffled in any::<prop::sample::Index>(),
        repeated in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
    ) {
        let gap = Duration::from_secs(30 * 60);
        let expected = sessions(talk.clone(), gap);
        let mut told = talk.clone();
        told.rotate_left(shuffled.index(talk.len()));
        told.extend(repeated.iter().map(|index| index.get(&talk).clone()));
        told.reverse();
        prop_assert_eq!(&sessions(told, gap), &expected);
        prop_assert_eq!(expected.concat(), talk);
    }

    #[test]
    fn however_it_is_told_each_message_is_in_one_entry_of_the_desk_that_spoke_last(
        talk in talks(),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let end = talk.iter().map(|message| message.at).max().unwrap();
        let whole = |desk: &mut Desk| {
            let after = end.as_second() - at(0).as_second() + 31 * MINUTE;
            desk.read(after, &talk);
        };
        let mut once = Desk::new();
        whole(&mut once);
        // The same, told bit by bit and from anywhere, before everything is silent.
        let mut piecewise = Desk::new();
        for cut in &cuts {
            piecewise.read(-100, &talk[cut.index(talk.len())..]);
        }
        whole(&mut piecewise);
        let sorted = |desk: &Desk| {
            let mut keys: Vec<_> =
                desk.entries().iter().map(|e| (e.key.clone(), e.description.clone())).collect();
            keys.sort();
            keys.dedup();
            keys
        };
        prop_assert_eq!(sorted(&once), sorted(&piecewise));
        let keys: BTreeSet<_> = once.keys().into_iter().collect();
        prop_assert_eq!(keys.len(), once.entries().len());
        for session in sessions(talk.clone(), Duration::from_secs(30 * 60)) {
            let ours = last_agent(&session).is_some_and(|(extension, _)| extension == "812");
            let holding = once.entries().iter().filter(|e| session[0].at == e.started).count();
            prop_assert_eq!(holding, usize::from(ours));
        }
    }

    #[test]
    fn no_transcript_is_ever_cut_and_no_part_is_too_long(
        lengths in prop::collection::vec(0_usize..40_000, 1..8),
        letter in prop::sample::select(vec!['x', 'ä', '👍']),
    ) {
        let mut desk = Desk::new();
        let messages: Vec<_> = (1..).zip(&lengths).map(|(id, length)| {
            let mut one = message(id, id, agent("812"));
            one.text = letter.to_string().repeat(*length);
            one
        }).collect();
        desk.read(40 * MINUTE, &messages);
        let entries = desk.entries();
        let letters: usize = entries.iter().map(|e| e.description.matches(letter).count()).sum();
        let own = if letter == 'x' { entries.iter().map(|e| e.description.matches("example").count()).sum() } else { 0 };
        prop_assert_eq!(letters, lengths.iter().sum::<usize>() + own);
        for entry in &entries {
            prop_assert!(entry.description.encode_utf16().count() <= DESCRIPTION_MAX);
            prop_assert!(entry.subject.encode_utf16().count() <= 255);
        }
        let keys: BTreeSet<_> = entries.iter().map(|entry| &entry.key).collect();
        prop_assert_eq!(keys.len(), entries.len());
    }
}
