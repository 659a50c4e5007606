"""Every bar of clustering, with the figures that argue for it; docs/quality.md has the tables.

All were chosen together on three sets (allsides_2021_h1, basil, ecbplus_topics_1_22) and on the same sets with seven
stories in ten cut down to one item, since a real stream is mostly single items and the sets have none. F1 = B-cubed.
"the sets": these three, a bar changed alone. Where a bar is called a guess, the sets have nothing that it decides.
"""

# --- An item's vector: three views, each of unit length, joined with these shares.
WORDS_SHARE = 1.0  # half or twice as much against the others: F1 within .006; twice costs ecbplus .036 of precision
TITLE_SHARE = 0.25  # with NAMES_SHARE: ecbplus precision .936 -> .984 at equal F1, the others unchanged
NAMES_SHARE = 0.25  # .15 to .40 differ by less than .01
TITLE_WEIGHT = 2.0  # a title's word counts as two of the text's; 1: F1 .002 to .003 less; 3: .000 to .002 more
LEAD_WORDS = 150  # of the text; 400 gain nothing, 45 lose .02
MOST_TERMS = 120  # of a view, the heaviest; 60: ecbplus F1 .919 -> .912; 240: the same figures for more memory
NAME_LETTERS = 8  # of a name that make its term, so that its cases are one; 6 to 12: F1 within .002

# --- Likeness of two items: cosine, halved for every so many hours between them.
HALF_LIFE_H = 36.0  # 30 and 48: the same within .003 in the mean of nine sets; 24: .005 less
# Between two groups so much of these hours counts from the end of the one to the beginning of the other, the rest
# between all their items (newsroom.stories.group_span): a story goes on while reports come. For all groups .2 gives mix
# .020 of F1, this .030, .5 .033; .2 takes .002 of allsides, this .004, .5 .006, and of saga .014.
NEAREST_SHARE = 0.3
# So many items together show that a story goes on. 5: mix .008 more, allsides .004 less; with this no other set moves.
LASTING_STORY = 7
DATED_WORDS = 200  # of an undated text, searched for the days that it names; 50: ecbplus F1 -.008; 1,000: the same
# Kept of the likeness of two items of one publisher, which writes much on one subject and seldom twice on one event.
# F1 on the streams, on arrival: 1: .928, .933, .918; .7: .935, .953, .920; this: .940, .953, .924; .3: .940, .957,
# .931. After the repairs .003 to .006 more than without; the sets whose reports are of as many publishers stay.
SAME_FAMILY = 0.5
NEAR_DAYS = 7  # days named so far apart may still be of one event; 14 and 30 give the same figures
OTHER_DAYS = 0.5  # kept of the likeness of undated texts that name other days; .6 the same within .002
# The rarity (newsroom.stories.stream_rarity) of the shared words, summed: with less than this, likeness is less in
# proportion. Of the joins by a likeness below .20 in a real stream of headlines (2,500 in a week) about one in six was
# right without such a bar and two in three are with it, read by eye. 15 to 35: the same within .007 in the mean of nine
# sets; more is beyond what a headline with one sentence holds.
ENOUGH_EVIDENCE = 20.0
# So much of the likeness is kept whatever the evidence, where so many words are shared that no one name makes it up.
# .2 to .4: the same within .004. From two words on the streams lose .008 of precision.
UNTESTED_SHARE = 0.4
SEVERAL_WORDS = 3
# And where one word is all that is shared, so much of the likeness counts: a small town's name is in all its headlines.
# 1.0: two of twenty unrelated headlines of one town join another, in the worst of four languages.
ONE_WORD = 0.6
# So many texts of the news at large count beside those at hand where a word's rarity is measured. Against the news at
# large alone the precision on the three real streams rises by .02 to .10. 1,000: .01 less of that, and .01 to .03 more
# recall on sets of few stories, where each has its name in many items.
NEWS_AT_LARGE = 300
# So many texts at hand count for nothing: they are of the event that the word names. 0: sets of few stories lose .02 to
# .08 of recall; 3: the precision on the streams .02 less; 5 and more: .04 less.
OF_ONE_EVENT = 1
# From here on two items are surely of one event, and their words count once. .2 and .25: streams -.005 to -.02, since
# reports that share the name of the day are alike by that much.
MUCH_ALIKE = 0.3
# A word of less rarity (in more than 5 texts of 100) is not looked up: it says little and costs most. At 4.0 allsides
# loses .009 of F1; at 2.0 it gains .002 for lists of the commonest words.
COMMON = 3.0
# Edges of an item to those before it, the strongest, and as many to the latest. An item of a real stream has 5; 10,000
# like items of a feed gone mad would have edges of 800 MB.
MOST_EDGES = 128
FAINT = 0.05  # what is less alike counts as 0: .07 the same figures; with 0 an item has 576 edges instead of some 8

# --- Relative likeness. Two groups join where they are nearly as alike as the items of each are to their own
# neighbours: F1 .930 -> .961 over the three sets (.943 -> .948 where most stories are single) against one bar for all.
NEIGHBOURS = 3  # 2 to 5 differ by less than .01
PRIOR_PAIRS = 3  # so many pairs an item's neighbourhood counts for in a group's cohesion; 10: the same within .005
# And the mean likeness itself, before it fades with the hours, is at least this, for items of so many characters; in
# between in proportion. Of twenty unrelated headlines of one small town one joins another; without it and the number of
# words above 12 do. For short ones .14 gives .02 more recall on teasers and
# takes .02 of precision on the streams.
LEAST_ALIKE_SHORT, LEAST_ALIKE_LONG = 0.17, 0.08
# Of one single pair so many times as much, of n pairs 1 / sqrt(n) of the difference: two items that nobody else reports
# share the subject of the day, many pairs do not by chance. 1.6: streams +.003, teasers -.01; 1.0: streams -.02.
FOR_ONE_PAIR = 1.35
SHORT_CHARS, LONG_CHARS = 250, 550
# That is asked for on arrival, and in a repair of so many items a day. Of few a day this share of it is enough, in
# between by the logarithm of their number: of few items hardly two are alike by chance. The streams have 120 to 420 a
# day and stay as they are, other dated sets 8 to 25. Of a desk that watches 8 or 16 outlets of the streams, 20 to 70
# items a day, pairs have a precision of .39, .60, .70 (English, French, Russian) with these, of .26 to .60 when
# 50 to 150 items of four days were few and many; docs/quality.md has both. 12 and 40: a few wrong pairs more; 10 and
# 25: saga -.005, allsides-teasers -.002; 14 and 50: *mix* on arrival -.008. Asked for among many, too, .14 takes .03 of
# precision on the streams; on arrival it takes .014 on the Russian one.
FEW_A_DAY, MANY_A_DAY = 12, 25
# .82, .7, this, .55: F1 of saga .910, .932, .932, .945, allsides cut to teasers .916, .922, .926, .933, mix .901, .906,
# .906, .908; .55 costs .013 of precision on saga and .2 on hard second days. Without the encoder this costs
# multilingual-words .016 of precision, .75 half of it.
LEAST_OF_FEW = 0.65
# And among many items that likeness counts by how much of each other's headlines two items mention: so many times where
# neither mentions a word, and from half of both on; in between in proportion, among fewer items less. Reports of one
# event repeat what the other's headline says, reports of one affair its names alone. After the repair, F1 and
# precision: English stream +.006, +.010, French +.001, +.007, Russian +.004, +.011, stories-pairs +.017, +.025, all
# others within .001. .53 and 1.06: precision of the streams +.016, +.019, +.005, ecbplus-teasers F1 -.016. .61 and
# 1.21: French F1 -.011. On arrival, where other reports are still to come, headlines only lower what counts: English
# +.008, +.013, French -.003, -.002, stories-pairs +.026, +.029, all others the same (where they raise it, too, French
# -.008, -.012, ecbplus-teasers precision -.010). Measured with the names in the headlines; without those of dated items
# they give English .006 and .018 more, French .008 and .016, Russian .002 and .012, and .53, .62, 1.0, 1.2 no more.
UNMENTIONED, MENTIONED = 0.57, 1.13
WHOLE_HEADLINE = 70.0  # of rarities: of a longer headline so much is the whole; 50 and no bound: the same within .003
# Shorter items are headlines without text, which say too little: with them one of 20 of a small town joins another.
BARE_CHARS = 60
LEAST_COHESION = 0.14  # .12 and .20: the same within .003
RECLUSTER = 0.62  # .5 and .55: teasers +.02, whole texts -.02 of precision; .65: teasers -.02
JOIN = 0.76  # higher, since not all neighbours have arrived: at .62 the precision on arrival is .02 less
SECOND_NEAR = 0.5  # of the bar: which story came second is shown to who asks from here on; a guess, it joins nothing
# Among many items groups of so many are grouped once more by their headlines (newsroom.stories.affair_parts). Of five
# unread days 45 wrong pairs go for 11 right ones, of three others 12 for none. 4: on finished cards 13 for 3 of the
# three, multilingual -.05.
LARGE_GROUP = 6
# Of what two headlines mention of each other so much counts beside their cosine. On finished cards of the five days, by
# a bar of .58, .62, .65: 37, 43, 50 wrong pairs for 19, 19, 55 right ones.
MENTIONED_SHARE, HEADLINES_ALIKE = 0.7, 0.62
MOST_PARTED = 200  # a guess: it bounds the time of a flood of like items; 200 take .1 s, 500 take 1.2
MEMBERS_COMPARED = 24  # of a story, the latest; 8 and 100 give the same figures: it bounds the time of a large story

# --- Copies: five-word runs, quotations left out. "copies": the 2,100 edited ones of docs/quality.md.
SHINGLE_WORDS = 5  # 4 and 6 find the same copies; independent reports share .29 and .22 at most instead of .25
SHINGLED_WORDS = 1200  # of a text, the first; 400 find .977 of the copies instead of .998, 5,000 no more
SHINGLE_SAMPLE = 8  # one run in eight is posted: a text that shares 50 is missed once in 500 times
MOST_POSTED = 60  # a run in more items is a stock phrase and finds none; 10 and 600: the same figures
COPY = 0.45  # independent reports of one event share .25 at most (1,007 pairs); .40 finds one copy of 2,100 more
PARTLY = 0.3  # .2 calls 3 independent reports of allsides and 18 more of ecbplus partial reprints; .4: 9 fewer
COPY_SHINGLES = 12  # runs shared at least; 6 and 24 find the same copies, but 24 leaves short summaries uncompared
COPY_CANDIDATES = 12  # items compared run by run; 1 and 40 find the same copies
HEADLINE_COPY_PCT = 95  # of two headlines without text; a guess: less calls a reworded headline a copy
HEADLINE_GAP_H = 48.0  # a guess: "Weather today" comes back each day, a copy within two

# --- Reports from one template. In 36,000 headlines of a real stream the rule parts 32 pairs, one of them wrongly, read
# by eye; in 12,000 that were not looked at before 19, one wrongly and two that can be argued either way.
TEMPLATE_SHARE = 0.75  # of the headline's words besides names and numbers; .67 lets in the first wrong ones
TEMPLATE_WORDS = 2  # "wins", "dies": one word is no template
NAME_SPELLING_PCT = 80  # Zarqawah, Zarkawa: one name; 70 and 90 change no figure of the sets
TEMPLATE_RUNS = 3  # runs of five words shared by the texts, where the names may stand for one another (Sicily, Italy)

# --- Steps of a series.
# "Port attacked for second night" is another event than a report without "second" from so many hours before. In the
# sets 15 pairs of other events are parted and none of one event; at 12 two more of one event, at 6 three.
STEP_GAP_H = 18.0
# Attacks of two days are two events where each report mentions at most so much of what the other's headline says
# besides names and the attack. Of 550 pairs of such reports in all sets 548 are of two events, 2 of one (of the clock
# of mix, which is made up); this parts 506 and 1, .5 511 and 2. Over eight unread days .5 parts one pair, of one event.
MOST_MENTIONED = 1 / 3

# --- Over languages, with an encoder: cosine, halved for every HALF_LIFE_H. Chosen on part a of the multilingual set.
CROSS_LINGUAL = 0.5  # .45 lets through no pair of other stories either (of 2,611), .40 eight; recall .69, .75, .80
CROSS_LINGUAL_SHARE = 0.5  # so much of it counts as likeness; .4 to .75 differ by .02 of recall, not in precision
# Of the pairs of two groups without a common language so many must be alike, and the others do not count: how a report
# is worded decides on which side of the bar above its pair falls. All pairs counted, the multilingual set is found with
# F1 .917 and .924 (parts a and b), with .5 .945 and .927, with this .955 and .941, at a precision of 1 each time.
AGREEING_SHARE = 1 / 3
CROSS_LINGUAL_CANDIDATES = 24  # a guess: it bounds the time, each costs a product of two vectors
LATEST_OF_NAME = 200  # items looked at for each name; a guess: it bounds the time for the name of the week

# --- Within a language, with an encoder: what it says beside what the words say.
# .3 to .5: the same within .004 in the mean of nine sets; without it ecbplus cut to teasers loses .07 of F1.
ENCODER_SHARE = 0.35
ENCODER_FROM = (
    0.4  # any two news items have a cosine of about so much; .3: teasers +.02, streams -.015 (precision -.05)
)
# Among many items it counts from what so many of them reach whose words say another event, if that is more: where an
# affair fills the news, all its reports are near in meaning. English stream +.008 of F1, +.015 of precision, on arrival
# +.003, +.009, French on arrival +.002, +.005; nothing else moves. 5: the same but French on arrival 0; 10: half of it.
NEAR_IN_AFFAIR = 7
# Whatever the words say, reports of a large event pass for its affair: at 8 of them mix -.009, ecbplus-teasers -.058.
OTHER_WORDS = 0.15
LEAST_LEFT = 0.9  # a guess: in a flood of notices much alike the nearest of other words may be nearer than that
# And of many about the most alike by their words: in a flood of 10,000 notices copying the vectors of all took two
# thirds of the decision. A guess: hardly an item of the labelled sets has so many.
MOST_MEANT = 512
SAME_WORDS = 0.03  # asked only where the words say so much: with 0 the same figures for ten times the products

# --- The rest.
SAME_ADDRESS = 0.2  # an address with quite other words is a feed that gives all entries one address; .1, .4: the same
# Without fading. Two real reports of one saga, 44 days apart, have just more. At .23 these are missed, and of those
# found over languages .76 are right instead of .62.
RELATED = 0.18
RELATED_WORDS = 2  # rare ones, shared: a saga has its names
OTHER_LANGUAGE_EVIDENCE = 18.0  # of shared names, summed: two countries have 8 to 13, a country and a person 19
OTHER_LANGUAGE_GAP_H = 48.0  # a guess: names alone say nothing of the day; 24 and 96 give the same B-cubed figures
RARE = 5.0  # newsroom.text.frequency: in fewer than one text of 150
WINDOW_H = 168.0  # 96: allsides F1 .951 -> .939, precision .969 -> .940; 336: the same figures for twice the memory
MOST_ITEMS = 50_000  # in the window, by default, 490 MB; a setting
ACTIVE_H = 96.0  # grouped anew at once; 48: basil F1 .984 -> .977; 168: allsides precision .969 -> .927
CANDIDATE_ITEMS = 60  # the most alike, whose stories are looked at; 20 and 200: the same figures
CANDIDATES = 10  # of these stories; 3 and 30: the same figures
ROUND_UP = 0.15  # a round-up follows the report that it is most like from here on; .05 the same, .4: recall -.002
LEAST_HOLES = 500  # a guess: rebuilding an index of less takes longer than its holes cost
