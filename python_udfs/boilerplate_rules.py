"""The rules that know boilerplate: whole lines, and parts of lines. `seeds/boilerplate_rules.csv` describes them.

A phrase stands here when it is hardly ever a whole line of an author's text.
"""

from dataclasses import dataclass
from typing import NamedTuple

NETWORK = (
    r"(?:facebook|fb|twitter|instagram|you ?tube|linked ?in|pinterest|reddit|whatsapp|tumblr|google ?(?:\+|plus)|"
    r"flipboard|"
    r"tik ?tok|snapchat|telegram|messenger|social media|e-?mail|rss)"
)
THING = r"(?:story|article|post|page|entry|video|recipe|item|photo|gallery|product|link|blog)"
COUNTED = (
    r"(?:likes?|shares?|comments?|retweets?|reposts?|bookmarks?|upvotes?|downvotes?|downloads?|views|followers?|"
    r"tweets?|"
    r"pins|claps|reactions|subscribers|repl(?:y|ies))"
)


class Rule(NamedTuple):
    """One rule.

    rule_id: as in the cuts and in the seed.
    domain: of the texts that it is for.
    phrases: whole lines, in lower case, `|` between them; signs at a line's ends are passed over.
    line: what a whole line looks like, in lower case and without signs at its ends.
    part: what is cut from within a line, case aside.
    first, words: line is tried where a line's first word (or digit) is one of first, or a line holds one of words; part
        where it holds one of words. The rarer, the faster.
    """

    rule_id: str
    domain: str
    phrases: str = ""
    line: str | None = None
    part: str | None = None
    first: str = ""
    words: tuple[str, ...] = ()


RULES = (
    Rule(
        "navigation",
        "web",
        "skip to content|skip to main content|skip to navigation|skip to main navigation|skip to search|skip to footer|"
        "skip to primary content|skip to secondary content|skip to primary navigation|skip to primary sidebar|"
        "skip to site index|skip navigation|jump to navigation|jump to content|jump to search|jump to main content|"
        "back to top|back to top of page|return to top|scroll to top|back to the top|toggle navigation|toggle menu|"
        "toggle search|open menu|close menu|main menu|mobile menu|primary menu|main navigation|site navigation|"
        "post navigation|search this site|search the site|site map|sitemap|about us|contact us|home page|"
        "privacy policy|"
        "terms of use|terms of service|terms and conditions|terms & conditions|cookie policy|advertise with us|"
        "printer friendly version|printer-friendly version|rss feed|rss feeds|related articles|related posts|"
        "related stories|you may also like|you might also like|recommended for you|recent posts|recent comments|"
        "popular posts|most popular|most read|most viewed",
        line=r"(?:you(?: are|['’]re) here ?:? ?)?home ?(?:>+|»|›|→|::) ?[^.!?]{0,150}",
        first="home you",
    ),
    Rule(
        "menu",
        "web",
        line=r"(?=(?:.*?(?:^|[|·•»]) ?(?:home|contact(?: us)?|about(?: us)?|privacy(?: policy)?|terms(?: of (?:use|"
        r"service))?|"
        r"log ?in|sign in|register|site ?map|faqs?|rss|help|search|advertise) ?(?=[|·•»]|$)){2})"
        r"[^.!?:,;|·•»]{1,30}(?:[|·•»][^.!?:,;|·•»]{1,30}){2,20}",
        words=("|", "·", "•", "»"),
    ),
    Rule(
        "cookie_notice",
        "web",
        "accept all|accept cookies|accept all cookies|reject all|reject cookies|reject all cookies|allow cookies|"
        "allow all cookies|manage cookies|cookie settings|cookies settings|cookie preferences|"
        "manage cookie preferences|"
        "manage cookie settings|manage consent|privacy settings",
        line=r"(?:(?:this|our|the) (?:web ?)?(?:site|page|blog|shop|store|forum)s? (?:(?:also|may) )?(?:uses?|sets?|"
        r"places?)"
        r" (?:[\w-]+,? ){0,6}cookies?\b.*"
        r"|we (?:and .{1,40} )?use cookies\b.*"
        r"|(?:by|if you|when you) .{0,120}\b(?:accept|agree|consent|ok|okay|happy)\b.{0,60}\bcookies?\b.*"
        r"|(?:please )?read (?:our|the) (?:cookie|privacy) policy.*"
        r"|cookies help us (?:to )?deliver .*)",
        words=("cookie",),
    ),
    Rule(
        "legal_notice",
        "web",
        "all rights reserved|all rights reserved.|some rights reserved",
        line=r"(?:(?:use of|registration on) .{0,60}\bthis (?:web ?)?site (?:constitutes|signifies|indicates) .*"
        r"|by (?:signing up|subscribing|registering|submitting|logging in|"
        r"creating an account)\b[^.]{0,80}\byou (?:\w+ )?"
        r"(?:agree|accept|consent)\b.{0,80}\b(?:privacy|terms)\b.*"
        r"|this site is protected by recaptcha.*"
        r"|(?:copyright|©|\(c\))[\s©:]{0,4}(?:\(c\) |by )?(?:since )?(?:19|20)\d\d\b.{0,120}"
        r"|© ?[^\W\d].{0,100}"
        r"|.{0,160}\ball rights reserved\W*"
        r"|this (?:material|content|article) may not be (?:\w+,? ){0,3}(?:reproduced|republished|redistributed)\b.*)",
        first="use registration by this copyright c",
        words=("©", "reserved"),
    ),
    Rule(
        "javascript_notice",
        "web",
        line=r".{0,80}(?:\b(?:please|you (?:need|have|must)|to view|in order to) .{0,60}\b(?:enabled?|turn on|"
        r"activate) "
        r"java ?script\b.*|\brequires? java ?script(?: to be enabled.*|\W*)"
        r"|\bjava ?script (?:is |has been |appears to be |seems to be )(?:currently )?(?:disabled|turned off|"
        r"not enabled|"
        r"not supported)\b.*|\bbrowser does(?: not|n['’]t) support java ?script.*)",
        words=("javascript", "java script"),
    ),
    Rule(
        "advertisement",
        "web",
        "advertisement|advertisements|advertisement continue reading the main story|sponsored content|"
        "story continued below|"
        "story continues below|story continues below advertisement|story continues after advertisement|adchoices|"
        "ad choices|article continues below|article continues below advertisement|"
        "article continues after advertisement|"
        "continue reading below|scroll down for video|promoted content|advertisement scroll to continue|"
        "scroll to continue|continue reading the main story",
    ),
    Rule(
        "share",
        "web",
        "share|tweet|pin it|like this|share this|share this on|share on|tweet this|pin this|email this|e-mail this|"
        "print this|blogthis!|email a friend|tell a friend|send to a friend|share via email|share by email|copy link|"
        "follow us|follow us on|follow us on social media|connect with us|email this article|print this article|"
        "print this page|facebook|twitter|instagram|linkedin|pinterest|whatsapp|facebook twitter|"
        "share on facebook|share on twitter",
        line=rf"(?:(?:click to )?(?:share|tweet|pin|email|e-mail|print)(?: this)?(?: {THING})? (?:with|on|to|via|"
        rf"by) {NETWORK}\b"
        rf"(?:[\s,/&·|]|and|or|{NETWORK}|\(opens in new window\))*"
        rf"|(?:please )?(?:share|tweet|email|print|bookmark|recommend) this {THING}\W*"
        rf"|(?:follow|like) [^.!?,;:]{{1,50}} on {NETWORK}\W*"
        r"|follow(?: me| us| him| her| them)?:? @\w+)",
        first="click share tweet pin email e print please bookmark recommend follow like",
    ),
    Rule(
        "counter",
        "web",
        "no comments|no comments yet|view comments|show comments|view all comments|read all comments|"
        "comments are closed|comments are closed.",
        line=rf"(?:(?:view |show |read |see )?(?:all )?\d[\d.,]*\s?[km]?\+? (?:more )?{COUNTED}"
        rf"(?:[\s,/&·|]|and|{COUNTED}|\d[\d.,]*[km]?)*|{COUNTED}\s?[:(]\s?\d[\d.,]*\s?[km]?\)?)",
        first="0 1 2 3 4 5 6 7 8 9 view show read see all like likes share shares comment comments views followers "
        "tweets pins "
        "replies reply downloads",
    ),
    Rule(
        "read_more",
        "web",
        "read more|read more here|click here to read more|click to read more|read the full story|read full story|"
        "read the full article|read full article|read the rest of this entry|continue reading|keep reading|learn more|"
        "view more|see more|show more|load more|more on this story|read the full post|tap here to see more|"
        "click to expand|show less|read less",
        line=r"(?:read|learn|see|view|show) more ?\.*",
        part=r"(?<=[.!?…»\"”’\])]) *[\[(]?(?:read more|continue reading)(?: *(?:\.{3}|…|»+|›+|→|>+))?[\])]? *\Z",
        first="read learn see view show",
        words=("read more", "continue reading"),
    ),
    Rule(
        "comment_form",
        "web",
        "leave a reply|leave a comment|leave a reply cancel reply|post a comment|add a comment|cancel reply|"
        "click here to cancel reply|submit comment|write a comment|report this comment|log in to reply|login to reply|"
        "sign in to comment|log in to comment|join the conversation|required fields are marked|reply|"
        "notify me of new posts by email|notify me of follow-up comments by email|name (required)|email (required)",
        line=r"(?:(?:please )?(?:log|sign) ?in (?:or (?:register|sign up|join) )?to (?:post|leave|reply|comment|add|"
        r"vote)\b.{0,40}"
        r"|you (?:must|need to|have to) be (?:logged ?in|registered|signed ?in) to .{0,30}"
        r"|your e-?mail (?:address )?will not be (?:published|shared)\b.{0,80}"
        r"|save my name, e-?mail.{0,120}|fill in your details below or click an icon to log in:?"
        r"|you are commenting using your .{1,30} account\b.{0,30}|this site uses akismet to reduce spam.{0,80})",
        first="please log login sign you your save fill this",
    ),
    Rule(
        "sign_in",
        "web",
        "sign in|log in|login|sign up|register|log in / register|login / register|sign in / sign up|log in or sign up|"
        "sign in or register|log in or register|login or register|forgot password?|forgot your password?|"
        "lost password?|"
        "forgot your password? get help|password recovery|recover your password|create an account|create account|"
        "create a new account|already have an account?|already a member?|already a subscriber?|not a member?|"
        "remember me|"
        "keep me logged in|keep me signed in|sign in with google|sign in with facebook|log in with facebook|my account|"
        "continue with google|a password will be e-mailed to you.|log into your account|welcome! log into your account",
        part=r"\Asign[- ]?in *[|/»·•] *",
        words=("sign in", "sign-in", "signin"),
    ),
    Rule(
        "newsletter",
        "web",
        "sign up for our newsletter|subscribe to our newsletter|join our mailing list|newsletter sign up|"
        "newsletter signup|"
        "get our newsletter|sign up for newsletter|thank you for subscribing|sign up for daily newsletters|"
        "sign up for daily newsletters manage newsletters|subscribe to newsletters|manage newsletters|subscribe now|"
        "enter your email address",
        line=r"(?:sign[- ]?up (?:(?:here|now|today) )?(?:for|to) [^.!?]{0,100}\b(?:newsletters?|inbox|"
        r"mailing list)\b.{0,80}"
        r"|subscribe (?:(?:here|now|today) )?to [^.!?]{0,60}\b(?:newsletters?|mailing list|rss(?: feed)?)\b.{0,60}"
        r"|(?:get|receive) [^.!?]{1,100}\b(?:in|to) your inbox\b[^.!?]{0,60}\W*"
        r"|enter your e-?mail (?:address )?to [^.!?]{1,80}\W*)",
        first="sign signup subscribe get receive enter",
    ),
    Rule(
        "shopping_cart",
        "web",
        "add to cart|add to basket|add to bag|add to wishlist|add to wish list|view cart|shopping cart|your cart|"
        "your cart is empty|proceed to checkout|continue shopping|no products in the cart|items in cart|shopping bag|"
        "shopping basket|add to compare|your shopping cart is empty|your basket is empty|your bag is empty|view basket|"
        "view bag|your cart is currently empty",
        line=r"(?:\d+ items? in (?:your |the )?(?:shopping )?(?:cart|basket|bag)\b.{0,20}"
        r"|(?:my |your |view )?(?:shopping )?(?:cart|basket) ?[:(] ?\d+\)?(?: items?)?)",
        first="0 1 2 3 4 5 6 7 8 9 my your view shopping cart basket",
    ),
    Rule(
        "post_metadata",
        "web",
        line=r"(?:posted (?:by|under) [^.!?]{1,60}|(?:tags|tagged(?: with| as)?|filed under|filed to|"
        r"posted in)\s?:\s?\S[^!?]{0,150}"
        r"|filed under [^.!?]{1,100})",
        first="posted tags tagged filed",
    ),
    Rule("message_header", "web"),
    Rule(
        "wiki_mark",
        "encyclopedia",
        part=r" ?\[(?:edit(?: \| edit source)?|citation needed|clarification needed|who\?|when\?|which\?|by whom\?|"
        r"according to whom\?|page needed|verification needed|better source needed|failed verification|"
        r"original research\?|"
        r"dead link|full citation needed)\]|(?:(?<=[.,;:!?”])|(?<=[.,!?][\"”')]))(?:\[(?:\d{1,3}|(?:note|nb|"
        r"n) \d{1,3})\])+(?=\s|\Z)",
        words=("[",),
    ),
    Rule("empty_section", "encyclopedia"),
)


@dataclass(frozen=True)
class Recipe:
    """What decides the output of `boilerplate`."""

    rules: tuple[Rule, ...] = RULES
    max_line_chars: int = 300  # longer lines are paragraphs; only parts are cut from them
    max_indent_bytes: int = 12  # before a line's first word
    max_rounds: int = 8  # cuts within a line that make room for others
    # RFC 5322, RFC 5536 and what the programs of the time added. The subject stays: it is the title.
    header_fields: str = (
        r"from|date|newsgroups|organi[sz]ation|lines|message-id|references|path|reply-to|nntp-posting-(?:host|user|"
        r"date)|"
        r"distribution|sender|followup-to|keywords|summary|expires|originator|news-software|article-i\.d\.|x-[a-z-]+|"
        r"to|cc|"
        r"in-reply-to|approved|xref|mime-version|content-[a-z-]+|return-path|received|posted-date|user-agent"
    )
    min_header_fields: int = 3  # in a row at the text's start, its subject included
    end_headings: tuple[str, ...] = (
        *(
            "see also",
            "references",
            "external links",
            "further reading",
            "notes",
            "footnotes",
            "bibliography",
            "sources",
        ),
        *("citations", "literature", "notes and references", "references and notes", "gallery", "works cited"),
    )
    markup_line: str = (
        r"\s*(?:<(?:/|!--)?(?:a|b|br|div|p|span|t[abdhr]\w*|ul|li|img|script|style|link|meta|input|form|iframe|"
        r"h[1-6])\b.*>"
        r"|[.#@]?[\w-]+(?:[ ,>]+[.#]?[\w:.-]+)* ?\{(?: ?[\w-]+ ?:[^;{}]+;?)* ?\}?"
        r"|(?:var|let|const) \w+ ?=.*[;{]|(?:window|document|jquery|\$)[.(].*[;{]|\(?function ?\w* ?\(.*[;{})]|"
        r"\}[);,} ]*)\s*"
    )


RECIPE = Recipe()
