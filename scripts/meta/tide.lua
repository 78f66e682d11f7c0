---@meta
--- What scripts may write, for editors that read LuaLS annotations: completion, and what each
--- field and function is. Made by `make docs`; it is never run.

--- A judged magnitude: a number is certain, { low, likely, high } are the ends and the peak of a
--- triangle.
---@alias tide.Judged number|number[]

--- Whose figures: "all", "period", "country", a classification, or a list of these.
---@alias tide.Over string|string[]

--- A method with its options, for a field of a rule.
---@class tide.Method

--- One country and period, as functions of rules are given it: c.ID is a figure.
---@class tide.Figures
---@field year number
---@field [string] number
local figures = {}

--- The list of a node's children; without an id those of the node whose function it is.
---@param id? string
---@return number[]
function figures:children(id) end

--- Who is compared, in a formula.
---@class tide.Compared
---@field over? tide.Over

---@class tide.Missing
---@field need? number|table<string, number> a share of weight, { count = 3 }, or one by level
---@field of? "count"|"weight" whether children are counted or weighed
---@field at? table<string, number|table<string, number>> the same for one pillar or group

---@class tide.Screen
---@field need? number share of the eligible indicators that must be there
---@field nonzero? number share of these that must not be 0

--- What varies: the words of --uncertain. "own" is what the rule has, "none" no such stage.
---@class tide.Uncertain
---@field values? boolean|"normal"|"truncated"|"triangular"|"beta"
---@field conflicts? boolean intervals of values reach sources that disagree
---@field weights? boolean|number|{ dirichlet: number } the share of noise, or a concentration
--- Sets of weights: ways to find them, numbers by id under a name, other rules by name.
---@field weighting? table<integer|string, "own"|"given"|string|tide.Method|table>
---@field normalise? ("own"|tide.Method)[]
---@field treat? ("own"|"none"|tide.Method)[]
---@field impute? ("own"|"none"|tide.Method)[]
---@field imputed? boolean what is filled in scatters
---@field aggregate? ("own"|tide.Method)[]
---@field levels? number[][] points of ordinal scales on the common scale
---@field sources? boolean one left out, or none
---@field coders? boolean one left out, or none

--- What a call of a free script gives: a record a row, in which what is missing is nil.
---@class tide.Rows
---@field [integer] table<string, string|number>
---@field columns string[]
---@field meta table<string, string|string[]>

--- An indicator of a country in a scenario.
---@class tide.Cell
local cell = {}

--- Adds to the value.
---@param size tide.Judged
---@param options tide.Step
function cell:shift(size, options) end

--- Brings the value to this.
---@param size tide.Judged
---@param options tide.Step
function cell:set(size, options) end

--- Brings the value to this in a straight line by `till`.
---@param size tide.Judged
---@param options tide.Step
function cell:ramp(size, options) end

--- Multiplies the value.
---@param size tide.Judged
---@param options tide.Step
function cell:scale(size, options) end

--- world.KGZ.cs_ngo_law is an indicator of a country.
---@alias tide.World table<string, table<string, tide.Cell>>

--- A rule: scripts/rules/NAME.lua, how values become scores.
---@class tide.Rule
---@field title? string what the score is called; left out: the rule's name
---@field scale? number[] worst and best of a score; left out: { 0, 100 }
--- which observations are read: with a series, by hand, both; left out: "all"
---@field values? "published"|"coded"|"all"
--- how much of a node's children must be there; left out: { need = 2 / 3 }
---@field missing? tide.Missing
--- whose figures methods go by, where they do not say it themselves; left out: each method's own
---@field over? tide.Over
--- a stored frame, from which they are taken; left out: figures are taken from the data
---@field frame? string
--- who has too few values to be scored at all; left out: everyone is scored
---@field screen? tide.Screen
---@field order? string[] whether gaps are filled first; left out: { "treat", "impute" }
--- what is done about outliers; left out: nothing
---@field treat? tide.Method|table<string, tide.Method>
--- what stands in for what is missing; left out: what is missing stays missing
---@field impute? tide.Method|table<string, tide.Method>
--- the common scale; averaging unlike scales is a warning; left out: figures stay in their own
--- units
---@field normalise? tide.Method|table<string, tide.Method>
--- how the children of a pillar become one value; left out: tide.mean()
---@field pillar? tide.Method|fun(c: tide.Figures): number
---@field group? tide.Method|fun(c: tide.Figures): number the same for groups; left out: as pillar
--- the same for one pillar or group; has the last word
---@field at? table<string, tide.Method|fun(c: tide.Figures): number>
--- how these become the headline; left out: tide.mean()
---@field index? tide.Method|fun(c: tide.Figures): number
--- what the headline is made of, any nodes; left out: the pillars with role outcome
---@field of? string[]
--- what counts how much, or how that is found; left out: the codebook's
---@field weights? tide.Method|table<string, any>
---@field uses? table<string, string> values of other rules
--- a formula instead of, or beside, pillars
---@field score? fun(c: tide.Figures): number|table<string, any>
---@field headline? string which result of score is the index; left out: the only one
---@field published? table<string, string|table> what results are compared with
--- what varies where `robust` and `sensitivity` are not told; left out: values and weights, where
--- these can vary
---@field uncertain? tide.Uncertain

--- a lever: `scripts/levers/ID.lua`, one thing that an actor can do
---@class tide.Lever
---@field title string what is done, in a few words
---@field actor string who does it
---@field side? "governments"|"partners" on which side the actor stands
---@field because string what the judgement rests on
---@field mechanism? string how it is meant to work
---@field effects? table<string, number|tide.Effect> what it moves, at strength 1
---@field raises? tide.Raises what it adds to the chance, within 24 months, that other levers happen
---@field scaled_by? string its value / 100 multiplies effects on outcomes and what is raised
---@field chance? number|table<string, number> judged chance that it happens within 24 months
---@field half_life? string of every effect that has none of its own
---@field saturate? boolean each effect shrinks with the room that is left to the end of the scale
---@field parts? table<string, tide.Part> what can be pulled alone: parts.a of R6 is R6a
---@field mix? tide.Mix[] exactly one holds in a draw and country
---@field interactions? tide.Interaction[] what changes when something else has happened, or has not
---@field evidence? string|string[] works and cases behind the judgement

--- parts: `a = { effects = … }`; what is left out is as the whole has it
---@class tide.Part
---@field title? string what is done
---@field actor? string who does it
---@field because? string what the judgement rests on
---@field mechanism? string how it is meant to work
---@field effects? table<string, number|tide.Effect> what it moves, at strength 1
---@field raises? tide.Raises what it adds to the chance, within 24 months, that other levers happen
---@field chance? number|table<string, number> judged chance that it happens within 24 months
---@field half_life? string of every effect that has none of its own
---@field saturate? boolean each effect shrinks with the room that is left to the end of the scale
---@field mix? tide.Mix[] exactly one holds in a draw and country
---@field interactions? tide.Interaction[] what changes when something else has happened, or has not
---@field evidence? string|string[] works and cases behind the judgement

--- effects: `cs_ngo_law = { 0, 1, 2, lag = "6 months" }` or a number
---@class tide.Effect
---@field [1] number low
---@field [2] number likely
---@field [3] number high
---@field lag? string nothing before it
---@field ramp? string a straight rise over it; left out: at once
---@field half_life? string then half of it is left after each; left out: it stays
---@field fade? string or: straight back to nothing over it
---@field cap? number it never carries the value beyond this
--- its time begins with the first of these days (of elections)
---@field on? string|string[]|table<string, string|string[]>

--- raises: `R2 = { 0.02, 0.06, 0.15 }` is added to the chance of R2
---@class tide.Raises
---@field lag? string nothing before it
---@field ramp? string a straight rise over it; left out: at once
---@field half_life? string then half of it is left after each; left out: it stays
---@field fade? string or: straight back to nothing over it
---@field [string] tide.Judged

--- mix: alternatives, of which exactly one holds in a draw and country
---@class tide.Mix
---@field weight number its share; all add up to 1
---@field scale? tide.Judged|table<string, tide.Judged> a factor on the lever's effects
---@field effects? table<string, number|tide.Effect> what it moves beside them
---@field because? string why; needed with scale or effects

--- interactions: tested at the end of each period on what has happened by then
---@class tide.Interaction
---@field when? string|string[] all of these have happened
---@field unless? string|string[] none of these has happened
---@field after? string the same as `when` with one
--- a factor on effects of this lever, on one indicator, or of another lever
---@field scale? tide.Judged|table<string, tide.Judged>
---@field effects? table<string, number|tide.Effect> what it moves then, too
---@field because string why

--- a scenario: `scripts/scenarios/NAME.lua`, what is assumed from a day on
---@class tide.Scenario
---@field title string its name for people
---@field because? string what it rests on as a whole
---@field question? string what it is to answer
---@field from? string|integer its first day, 2022 is 2022-01-01; needed without stack
---@field to? string|integer its last day, 2026 is 2026-12-31; needed without stack
---@field countries? string[] left out: all
--- which levers happen: at `from` for certain, or by their judged chance
---@field pull? table<string, number|"judged"|table<string, number|"judged">>
---@field background? "judged" levers not pulled happen by their judged chance, in the baseline too
--- values where nothing was observed, for baseline and scenario alike
---@field assume? table<string, any>
---@field branches? tide.Branch[] exactly one holds in a draw, for all countries
---@field steps? tide.ListedStep[] the same as apply, as a list
--- records steps: world.KGZ.cs_ngo_law:shift(1, { because = … })
---@field apply? fun(world: tide.World)
---@field stack? string[] scenarios that come before this one, in this order

--- branches: alternatives, of which exactly one holds in a draw
---@class tide.Branch
---@field name string what is the case
---@field weight number its share; all add up to 1
--- a factor on a lever, what it raises included, or on what levers do to an indicator
---@field scale? tide.Judged|table<string, tide.Judged>
---@field effects? table<string, number|tide.Effect> what it moves in every country
---@field because? string why; needed with scale or effects

--- options of shift, set, ramp, scale: `:shift(size, { because = … })`
---@class tide.Step
---@field because string why it is assumed
---@field from? string|integer its first day; left out: the scenario's
---@field till? string|integer the last day it counts; of a ramp: when it is there
---@field lag? string nothing before it
---@field ramp? string a straight rise over it; left out: at once
---@field half_life? string then half of it is left after each; left out: it stays
---@field fade? string or: straight back to nothing over it
---@field chance? number that it happens within 24 months; left out: it does, on that day
---@field after? string only once this has happened; its time begins then
---@field id? string what `after`, `when` and `unless` call it
---@field branch? string it counts in this branch alone

--- steps: `{ country = "KGZ", indicator = "cs_ngo_law", shift = 1, because = … }`
---@class tide.ListedStep: tide.Step
---@field country? string|string[] left out: all of the scenario's
---@field indicator string what is moved
---@field shift? tide.Judged adds to the value
---@field set? tide.Judged brings the value to this
---@field to? tide.Judged brings it there in a straight line by `till`, as :ramp does
---@field scale? tide.Judged multiplies the value

---@class tide
tide = {}

--- A copy of the table of scripts/rules/NAME.lua.
---@param name string
---@return tide.Rule
function tide.rule(name) end

---@class tide.winsorise
---@field skew? number a column passes whose skewness is less than this, either way; left out: 2
---@field kurtosis? number or whose excess kurtosis is less than this; left out: 3.5
---@field max? integer how many values may be moved; left out: 5
--- what is done to a column that still fails: its logarithm, or nothing; left out: "log"
---@field otherwise? "log"|"none"
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `treat`: values beyond the rest are moved to the next, while the column is too skewed.
---@param options? tide.winsorise
---@return tide.Method
function tide.winsorise(options) end

---@class tide.log
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `treat`: the logarithm of every value, moved to begin just above 0.
---@param options? tide.log
---@return tide.Method
function tide.log(options) end

---@class tide.boxcox
---@field lambda number the power; 0 is the logarithm
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `treat`: a power of every value, moved to begin at 1.
---@param options tide.boxcox
---@return tide.Method
function tide.boxcox(options) end

---@class tide.fill
--- the frame's mean or median; the mean of the siblings that are there, on the common scale; the
--- country's last value; a line between its values
---@field with "mean"|"median"|"row"|"carry"|"linear"
--- how many periods a value may be carried, or a line may bridge; left out: as many as it takes
---@field periods? integer
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `impute`: an estimate stands in for what is missing, and is marked as one.
---@param options tide.fill
---@return tide.Method
function tide.fill(options) end

---@class tide.goalposts
---@field to? number[] the scale that values are brought to; left out: the rule's scale
---@field clip? boolean values beyond worst and best count as these; left out: true

--- At `normalise`: from worst to best, as the codebook gives them.
---@param options? tide.goalposts
---@return tide.Method
function tide.goalposts(options) end

---@class tide.minmax
---@field to? number[] the scale that values are brought to; left out: the rule's scale
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over
---@field clip? boolean with a stored frame: values beyond its ends count as these; left out: false

--- At `normalise`: from the lowest to the highest value of the frame.
--- In a formula: from 0, the lowest country's, to 1.
---@param options? tide.minmax
---@return tide.Method
---@overload fun(x: number, options?: tide.Compared): number
function tide.minmax(options) end

---@class tide.zscore
---@field mean? number where the frame's mean comes to stand; left out: 0
---@field sd? number how wide a standard deviation becomes; left out: 1
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `normalise`: distance from the frame's mean in standard deviations.
--- In a formula: standard deviations from the countries' mean.
---@param options? tide.zscore
---@return tide.Method
---@overload fun(x: number, options?: tide.Compared): number
function tide.zscore(options) end

---@class tide.scaled
---@field from number[] the two values that become the ends of the scale
---@field to? number[] the scale that values are brought to; left out: the rule's scale

--- At `normalise`: a straight line, the same for all indicators.
---@param options tide.scaled
---@return tide.Method
function tide.scaled(options) end

---@class tide.distance_to_maximum
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `normalise`: 1 for the frame's highest value, less by the distance to it.
---@param options? tide.distance_to_maximum
---@return tide.Method
function tide.distance_to_maximum(options) end

---@class tide.distance_to_reference
---@field country string the country that all are compared with, in the same period
---@field cap? boolean true: values above the scale's upper end count as that end; left out: false
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `normalise`: 1 for a reference country, less by the distance to it.
---@param options tide.distance_to_reference
---@return tide.Method
function tide.distance_to_reference(options) end

---@class tide.distance_to_target
---@field cap? boolean true: values above the scale's upper end count as that end; left out: false
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `normalise`: 1 at the codebook's target, less by the distance to it.
---@param options? tide.distance_to_target
---@return tide.Method
function tide.distance_to_target(options) end

---@class tide.share_of_maximum
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `normalise`: the value as a share of the frame's highest.
---@param options? tide.share_of_maximum
---@return tide.Method
function tide.share_of_maximum(options) end

---@class tide.rank
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `normalise`: the place among the frame's values, 1 for the lowest.
--- In a formula: rank among the countries, 1 the lowest.
---@param options? tide.rank
---@return tide.Method
---@overload fun(x: number, options?: tide.Compared): number
function tide.rank(options) end

---@class tide.percentile
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `normalise`: the rank as a share, 0 for the lowest.
--- In a formula: rank from 0, the lowest, to 1, the highest.
---@param options? tide.percentile
---@return tide.Method
---@overload fun(x: number, options?: tide.Compared): number
function tide.percentile(options) end

---@class tide.borda
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `normalise`: how many have a lower value.
---@param options? tide.borda
---@return tide.Method
function tide.borda(options) end

---@class tide.categories
---@field cuts number[] where one category ends and the next begins, ascending
--- what each category counts, one more than cuts; left out: evenly over the rule's scale, the best
--- for the best values
---@field scores? number[]

--- At `normalise`: steps between given values; a value at a cut belongs to the higher.
---@param options tide.categories
---@return tide.Method
function tide.categories(options) end

--- At `weights`: every child weighs the same.
---@return tide.Method
function tide.equal() end

---@class tide.pca
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `weights`: how strongly each child loads on the first principal component.
---@param options? tide.pca
---@return tide.Method
function tide.pca(options) end

---@class tide.factors
---@field eigenvalue? number factors count whose eigenvalue is greater; left out: 1
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `weights`: loadings on rotated factors, each factor by what it explains.
---@param options? tide.factors
---@return tide.Method
function tide.factors(options) end

---@class tide.entropy
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `weights`: children that tell countries apart weigh more.
---@param options? tide.entropy
---@return tide.Method
function tide.entropy(options) end

---@class tide.critic
--- whose values make the frame: "all", "period", "country", a classification, or a list of these;
--- left out: "all"
---@field over? tide.Over

--- At `weights`: spread, times how little a child agrees with the others.
---@param options? tide.critic
---@return tide.Method
function tide.critic(options) end

---@class tide.ahp
--- how many times as important the child of the row is as that of the column, children in the
--- codebook's order
---@field matrix number[][]

--- At `weights`: judgements in pairs, made consistent.
---@param options tide.ahp
---@return tide.Method
function tide.ahp(options) end

--- At `pillar`: the weighted arithmetic mean: low values are made up for by high ones.
--- In a formula: mean of what is there.
---@return tide.Method
---@overload fun(list: number[]): number
function tide.mean() end

--- At `pillar`: the sum; missing when any child is.
--- In a formula: sum of what is there.
---@return tide.Method
---@overload fun(list: number[]): number
function tide.sum() end

---@class tide.geometric
--- lower children count as this, and are marked; left out: none: a child at 0 or below is an error
---@field floor? number

--- At `pillar`: the weighted geometric mean: a low value weighs more.
---@param options? tide.geometric
---@return tide.Method
function tide.geometric(options) end

---@class tide.harmonic
--- lower children count as this, and are marked; left out: none: a child at 0 or below is an error
---@field floor? number

--- At `pillar`: the weighted harmonic mean: a low value weighs more still.
---@param options? tide.harmonic
---@return tide.Method
function tide.harmonic(options) end

---@class tide.power
---@field order number 1 is the arithmetic mean, 0 the geometric, −1 the harmonic
--- lower children count as this, and are marked; left out: none: a child below 0, up to order 0
--- also at 0, is an error
---@field floor? number

--- At `pillar`: the weighted power mean.
---@param options tide.power
---@return tide.Method
function tide.power(options) end

--- At `pillar`: the lowest child: nothing makes up for it.
---@return tide.Method
function tide.minimum() end

---@class tide.mpi
---@field penalty? "down"|"up" whether uneven children lower the mean, or raise it; left out: "down"

--- At `pillar`: the mean less a penalty for uneven children, alike in weight.
---@param options? tide.mpi
---@return tide.Method
function tide.mpi(options) end

---@class tide.ampi
---@field penalty? "down"|"up" whether uneven children lower the mean, or raise it; left out: "down"

--- At `pillar`: the mean less a like penalty, on values between goalposts, so that periods compare.
---@param options? tide.ampi
---@return tide.Method
function tide.ampi(options) end

---@class tide.copeland
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `pillar`: countries compared in pairs: wins less losses.
---@param options? tide.copeland
---@return tide.Method
function tide.copeland(options) end

---@class tide.benefit_of_doubt
---@field least? number the smallest share of its own score that a child may make; left out: 0
---@field most? number the largest share; left out: 1
--- who is compared: "all", "period", "country", a classification, or a list; left out: "period"
---@field over? tide.Over

--- At `pillar`: each country weighted to its own advantage, against the best with these weights.
---@param options? tide.benefit_of_doubt
---@return tide.Method
function tide.benefit_of_doubt(options) end

--- In a formula: least of what is there.
---@param list number[]
---@return number
function tide.min(list) end

--- In a formula: greatest of what is there.
---@param list number[]
---@return number
function tide.max(list) end

--- In a formula: standard deviation of what is there.
---@param list number[]
---@return number
function tide.sd(list) end

--- In a formula: median of what is there.
---@param list number[]
---@return number
function tide.median(list) end

--- In a formula: how many are there.
---@param list number[]
---@return number
function tide.count(list) end

--- In a formula: true where x is missing.
---@param x number?
---@return boolean
function tide.missing(x) end

--- In a formula: x, or v where x is missing.
---@param x number?
---@param v number
---@return number
function tide.default(x, v) end

--- In a formula: x kept between two ends.
---@param x number
---@param low number
---@param high number
---@return number
function tide.clamp(x, low, high) end

--- In a formula: x one period earlier.
---@param x number
---@param periods integer
---@return number
function tide.lag(x, periods) end

--- In a formula: share of the normal distribution below x.
---@param x number
---@return number
function tide.cdf_normal(x) end

--- In a formula: x rounded, halves away from zero.
---@param x number
---@param digits? integer
---@return number
function tide.round(x, digits) end

--- In a formula: the value of the stretch that x is in.
---@generic T
---@param x number
---@param cuts number[]
---@param values T[]
---@return T
function tide.cut(x, cuts, values) end

--- Words of the command line behind a free script.
---@type string[]
tide.arguments = {}

--- In a free script: whether the index hangs together.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.audit(options) end

--- In a free script: what moved the index between the two, indicator by indicator and by cause.
---@param words string|string[] countries, then two periods; one where two rules or two days are named
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.change(words, options) end

--- In a free script: the differences of the first side and each later one.
---@param words string|string[] two sides or more, countries or countries at a date: "KGZ@2019"
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.compare(words, options) end

--- In a free script: a figure down to its sources.
---@param words string|string[] a country, and an item or none for the index
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.explain(words, options) end

--- In a free script: what each lever would change, pulled alone.
---@param words string|string[] countries; none for all
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.levers(words, options) end

--- In a free script: how sure scores and ranks are when values, weights and methods vary.
---@param words string|string[] an item or none for the index
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.robust(words, options) end

--- In a free script: scenarios against their baselines, every period.
---@param words string|string[] names of scenarios
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.scenario(words, options) end

--- In a free script: index, pillars and results.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.score(options) end

--- In a free script: which judgement decides an outcome.
---@param words string|string[] an item or none for the index
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.sensitivity(words, options) end

--- In a free script: what deserves attention.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.status(options) end

--- In a free script: the countries.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.countries(options) end

--- In a free script: pillars, groups and indicators.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.indicators(options) end

--- In a free script: the periods.
---@param options? table<string, any> those of the verb, with _ for -
---@return tide.Rows
function tide.periods(options) end

--- In a free script: writes a chart under the name of the option output, into the folder of --charts.
---@param words string|string[] a kind of chart, and an item or none
---@param options? table<string, any> those of the verb, with _ for -
function tide.chart(words, options) end

--- In a free script: prints rows as a table.
---@param words table[] rows
---@param options? table<string, any> those of the verb, with _ for -
function tide.print(words, options) end
