"""Which programming language a text is in, guessed from its content: there are no file names to go by.

A token is a maximal run of word characters (ASCII letters, digits, underscores, everything outside ASCII) or one other
visible character; a line end with the blanks around it is a token too, and a text begins with one. The evidence for a
language is a set of sequences of one to three tokens. The heads that settle it (shebang, XML declaration, document
type, opening tag) come first, then the shape of JSON and of YAML, then the evidence.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from python_udfs.code_points import S32, SEED, STEP, hash_step

LINE_END = "⏎"


@dataclass(frozen=True)
class Recipe:
    """The evidence: language, the language that it builds on and whose evidence it shares, strong and weak sequences.

    Tokens are parted by one blank, sequences by two or by a line end. The choice of sequences is our own, tried on
    labelled files. Of two languages with equal scores the earlier row wins.
    """

    strong: int = 3
    weak: int = 1
    max_times: int = 3  # a sequence counts no more often, or one long table would decide
    min_score: int = 3
    min_lead: float = 1.15  # times the score of the runner-up of another family
    min_lead_on_base: int = 3  # points by which a language must lead the one that it builds on
    undetermined: str = "und"
    interpreters: tuple[tuple[str, str], ...] = (
        ("python", "Python"),
        ("node", "JavaScript"),
        ("ruby", "Ruby"),
        ("perl", "Perl"),
        ("php", "PHP"),
        ("lua", "Lua"),
        ("Rscript", "R"),
        ("make", "Makefile"),
        ("bash", "Shell"),
        ("dash", "Shell"),
        ("ksh", "Shell"),
        ("zsh", "Shell"),
        ("sh", "Shell"),
    )
    evidence: tuple[tuple[str, str, str, str], ...] = (
        (
            "C",
            "",
            """# include <  # include "  # define  # ifndef  # ifdef  typedef struct  malloc (  sizeof (
            ( void )  int main  char *  void *  static int  unsigned int  unsigned char  uint8_t  uint32_t
            size_t  fprintf (  memcpy (  strlen (  strcmp (  const char  static void  NULL )  struct {""",
            "struct  NULL  - >  printf (  unsigned  ⏎ goto  ⏎ extern  ⏎ static",
        ),
        (
            "C++",
            "C",
            """using namespace  include < iostream  include < vector  include < algorithm  include < bits
            include < cstdio  include < cstring  include < cmath  include < string  include < map
            include < set  include < queue  cout <  cin >  std : :  template <  nullptr  static_cast <
            dynamic_cast <  reinterpret_cast <  const_cast <  public : ⏎  private : ⏎  protected : ⏎  vector <
            const auto  auto &  this - >  typename  unique_ptr <  virtual void  : string  ; ⏎ cout  ASSERT_EQ
            EXPECT_EQ""",
            "endl  virtual  : :  bool  delete  class  operator  namespace  string &  ( string  ⏎ string",
        ),
        (
            "Objective-C",
            "C",
            """# import <  # import "  @ interface  @ implementation  @ end  @ property  NSString *  [ self
            alloc ]  - ( void  + ( id  - ( id  NSArray *  @ selector  @ protocol""",
            '@ "  nil  YES  NO  id',
        ),
        (
            "Java",
            "",
            """import java .  import javax .  import org .  import com .  import static  public class  @ Override
            ( String  ⏎ String  String [ ]  catch ( IOException  System . out  throws  private static final
            public static final  public interface  new ArrayList  @ Test  new HashMap  instanceof
            private final  List < String  Map < String  @ Autowired  @ param  public boolean  public String
            extends  implements  catch ( Exception  public static void  final String""",
            """⏎ package  boolean  String  final  public  private  protected  null  throw new  new  ⏎ @  super .
            this .  byte [""",
        ),
        (
            "C#",
            "",
            """using System  { get ;  ; set ;  public override  public string  internal  private readonly
            async Task  < summary >  < / summary  Console .  partial class  sealed  static void Main
            IEnumerable <  [ HttpPost  [ HttpGet  public async  . Linq  namespace  public bool  static string
            Assert . AreEqual  foreach ( var  foreach ( string  using ( var  private string  new List <
            < param name  < returns >  String . Format  EventArgs e  object sender  IList <  Dictionary <
            [ Test ]  [ TestMethod  ActionResult""",
            """⏎ using  ⏎ var  foreach (  public  private  protected  null  throw new  new  ⏎ string  ( string
            readonly  out  override  object  ref  byte [  this .  ToString ( )  string .  string [ ]  bool""",
        ),
        (
            "JavaScript",
            "",
            """function (  ! = =  = > {  require (  module . exports  document .  console .  typeof  undefined
            $ (  prototype .  ⏎ export  async function  use strict "  use strict '  new Promise  JSON .  ⏎ var
            ⏎ const  ⏎ let  } ) ;  } , ⏎  . then (  window .  : function  ⏎ function""",
            "= = =  function  this .  null  await  new  var  let  const  import {  . length",
        ),
        (
            "TypeScript",
            "JavaScript",
            """: string ;  : string )  : string ,  : number ;  : number )  : number ,  : boolean  : void {
            export interface  export class  private readonly  : any  export type  Promise <  ⏎ interface
            constructor ( private  import { Component""",
            "readonly  implements  interface  as",
        ),
        (
            "Python",
            "",
            """⏎ def  ) : ⏎  self .  self ,  ( self  elif  ⏎ from  import numpy  __init__  in range  is None
            is not None  ⏎ try :  ⏎ except  raise ValueError  else : ⏎  ⏎ pass  isinstance (  ⏎ yield
            ⏎ async def  ⏎ print  not in  : ⏎ return  __name__  kwargs  cls .  None )  None :  print '""",
            """None  True  False  lambda  ⏎ import  ⏎ class  : ⏎  " " "  ' ' '  len (  print (  ⏎ with  ⏎ raise
            ⏎ return  ⏎ assert  ⏎ del  def  ⏎ @  ⏎ for  ) ⏎""",
        ),
        (
            "Go",
            "",
            """⏎ func  : =  err ! =  ! = nil  = = nil  fmt .  ⏎ import (  defer  [ ] string  [ ] byte
            interface { }  go func  return nil  map [  func (  ⏎ type  error {  chan""",
            "⏎ package  nil  range  struct {  string",
        ),
        (
            "Rust",
            "",
            """pub fn  let mut  ⏎ impl  & self  & mut  - > Result  ⏎ use  ⏎ mod  pub struct  # [ derive  # [ cfg
            # [ test  Some (  Ok (  Err (  unwrap ( )  & str  Vec <  println !  assert_eq !  assert !
            format !  vec !  Option <  : u32  : usize  : i32  : u64  u8 ]  String : :  to_string ( )  ⏎ pub
            impl  : & str  as usize  : : new  if let  match""",
            "let  fn  self .  : :  mut  = >  Self  ! (  ? ;",
        ),
        (
            "PHP",
            "",
            """< ? php  $ this  public function  array (  isset (  foreach ( $  private function
            protected function  static function  $ _POST  $ _GET  empty (  ; ⏎ $  ( $  , $  = > $  = > '
            { ⏎ $  echo  return $  if ( $  . $  = array""",
            "$  - >  function  use  namespace  null  @ param",
        ),
        (
            "Perl",
            "",
            "my $  my @  my (  my %  use strict ;  use warnings  ⏎ sub  = ~  $ _  @ _  shift ;  $ self -  bless",
            "; ⏎ $  ( $  - > {  , $  unless  $",
        ),
        (
            "Ruby",
            "",
            """⏎ require '  ⏎ require "  do |  attr_accessor  attr_reader  ⏎ elsif  . each do  ⏎ it '  ⏎ describe
            nil ?  end ⏎ end  puts  rescue  ⏎ def self  ⏎ it "  def initialize  ⏎ require_relative""",
            "⏎ end  ⏎ def  nil  unless  @  # {  ⏎ class  ⏎ module  ⏎ include",
        ),
        (
            "Lua",
            "",
            """local function  ⏎ local  then ⏎  ~ =  ipairs (  elseif  local M  pairs (  end ⏎ end  function (
            ⏎ end )""",
            "⏎ end  nil  function  . .  require  local",
        ),
        (
            "Shell",
            "",
            """⏎ fi  ⏎ done  ; then  ⏎ if [  esac  [ [  ⏎ then  ; do  ⏎ elif [  / dev /  $ @  set - e  ⏎ echo
            ⏎ export  ⏎ sudo  ; ;  apt - get  $ 1""",
            '$ {  $ (  " $  | grep  & &  ⏎ local  ⏎ cd  ⏎ exit',
        ),
        (
            "SQL",
            "",
            """CREATE TABLE  INSERT INTO  NOT NULL  PRIMARY KEY  LEFT JOIN  INNER JOIN  ORDER BY  GROUP BY
            VARCHAR (  VALUES (  DROP TABLE  ALTER TABLE  create table  insert into  primary key  left join
            inner join  order by  group by  ⏎ SELECT  ⏎ select  IF EXISTS  not null  FOREIGN KEY""",
            "SELECT  FROM  WHERE  ⏎ from  ⏎ where  varchar  AND  JOIN",
        ),
        (
            "HTML",
            "",
            """< div  / div >  < p >  < a href  < span  / p >  < br  < table  < td  < tr  < li  / li >  < body
            < head  / head >  < img  < script  < ul  < input  < form  / td >  < h1  < h2  < h3  < meta  < link
            / a >  < title""",
            'class = "  < /  id = "',
        ),
        (
            "XML",
            "",
            "< ? xml  xmlns =  xmlns :  < ! [  < dependency  < property  < bean  < xs :  < xsl :",
            '< /  / > ⏎  name = "  > ⏎ <  < ! -',
        ),
        (
            "CSS",
            "",
            """color :  margin :  padding :  font -  background -  display :  width :  height :  border :
            : hover  @ media  text - align  ! important  margin -  : none ;  position :  border -  padding -
            : before  : after""",
            "",
        ),
        (
            "Makefile",
            "",
            """. PHONY  $ @  $ <  ? =  ⏎ ifeq  ⏎ ifneq  CFLAGS  ⏎ all :  ⏎ clean :  $ ^  LDFLAGS  $ ( CC
            $ ( MAKE""",
            "$ (  : =  ⏎ include  + =  ⏎ endif  ⏎ @",
        ),
        (
            "Dockerfile",
            "",
            "⏎ RUN  ⏎ COPY  ⏎ ENV  ⏎ CMD  ⏎ WORKDIR  ⏎ EXPOSE  ⏎ ENTRYPOINT  ⏎ ADD",
            "⏎ FROM  & & \\",
        ),
        (
            "TeX",
            "",
            """\\ begin {  \\ end {  \\ section  \\ documentclass  \\ usepackage  \\ frac  \\ textbf  \\ item
            \\ label {  \\ cite {  \\ ref {  \\ newcommand  \\ subsection  \\ emph {  \\ def""",
            "\\ \\  $ $  } {",
        ),
        (
            "R",
            "",
            "library (  % > %  data . frame  TRUE )  FALSE )  ggplot (  < - function  < - c  ⏎ # '  na . rm",
            "< -  c (  TRUE  FALSE  NULL  NA",
        ),
        (
            "Kotlin",
            "",
            """⏎ fun  override fun  private val  data class  companion object  lateinit var  suspend fun
            listOf (  private fun  import kotlin  import androidx  val  : String ?  fun main""",
            ": String  : Int  ? .  when  var  ⏎ package  ⏎ import  override  it .",
        ),
        (
            "Scala",
            "",
            """⏎ object  case class  import scala  override def  implicit  Option [  Seq [  sealed trait  ⏎ trait
            ⏎ def  : Unit  List [  Future [  ⏎ val  extends""",
            "def  val  = >  : String  ⏎ package  ⏎ import  case  with",
        ),
        (
            "Swift",
            "",
            """guard let  if let  import UIKit  import Foundation  override func  @ IBOutlet  @ objc  private let
            import SwiftUI  public func  fileprivate  private func  private var  ⏎ extension  self . init
            @ UIApplicationMain""",
            ": String  : Int  : Bool  nil  ? .  let  var  ⏎ import  self .  - >  ⏎ func",
        ),
        (
            "Haskell",
            "",
            """where ⏎  ⏎ import qualified  import Data  deriving (  ⏎ instance  = do ⏎  IO ( )  ⏎ newtype
            import Control  Maybe  do ⏎  ⏎ deriving""",
            "⏎ module  ⏎ data  < -  let",
        ),
        (
            "Lisp",
            "",
            """⏎ ( defun  ⏎ ( define  ⏎ ( defn  ⏎ ( ns  ( let (  ( let [  ( defmacro  ( setq  ( lambda (  ( fn [
            ⏎ ( def  ( defvar  ⏎ ( require  ( cond (  ( if (""",
            ") ) )  ; ;  ( car  ( cdr",
        ),
        (
            "Markdown",
            "",
            "` ` `  ⏎ # #  ] ( http  ] : http  ] ( .",
            "⏎ - [  ] (  ⏎ * *  ` ,  ` .  . ⏎",
        ),
    )


RECIPE = Recipe()

LANGUAGES = (RECIPE.undetermined, *(language for language, *_ in RECIPE.evidence), "JSON", "YAML")
UNDETERMINED = 0
INDEX = {language: index for index, language in enumerate(LANGUAGES)}
HTML, XML, JSON, YAML = (INDEX[language] for language in ("HTML", "XML", "JSON", "YAML"))
INTERPRETERS = dict(RECIPE.interpreters)
SHEBANG = re.compile(r"#![ \t]*\S*/(?:env[ \t]+(?:-\S+[ \t]+)*(?:\S*/)?)?([A-Za-z]+)[\d.]*(?=\s|\Z)")
HEAD_CHARS = 1024
HEADS = (
    (
        "HTML",
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S),
    ),
    ("XML", re.compile(r"\s*<\?xml\b")),
    ("PHP", re.compile(r"\s*<\?php\b", re.I)),
)
MAX_TIMES, MIN_SCORE = RECIPE.max_times, RECIPE.min_score
MIN_LEAD, MIN_LEAD_ON_BASE = RECIPE.min_lead, RECIPE.min_lead_on_base

NEWLINE, SPACE, QUOTE, HASH, DASH, COLON, SEMICOLON, BRACKET, BACKSLASH, BRACE = b'\n "#-:;[\\{'
JSON_BYTES = np.zeros(256, np.bool_)
JSON_BYTES[list(b"{}[]:,+-.0123456789eE \t\r\ntruefalsn")] = True
YAML_KEY_SIGNS = np.zeros(256, np.bool_)
YAML_KEY_SIGNS[list(b"-./\"'$")] = True
YAML_LINES = 200

WORD, SIGN, BLANK, END = range(4)
KINDS = np.full(256, SIGN, np.uint8)
KINDS[list(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] = WORD
KINDS[0x80:] = WORD
KINDS[list(b" \t\v\f\r\0")] = BLANK
KINDS[ord("\n")] = END

PLACES_BITS = 12


class Evidence(NamedTuple):
    """The table as the kernel reads it: an open-addressed hash table of sequences, and whom each speaks for."""

    places: np.ndarray  # uint8, by the low bits of a token's hash: where in sequences it may stand, one bit each
    keys: np.ndarray  # uint64, hash of a sequence; 0 where the slot is empty
    sequences: np.ndarray  # int64, number of the sequence in the slot
    offsets: np.ndarray  # int64, sequences + 1: its range in languages and weights
    languages: np.ndarray
    weights: np.ndarray
    bases: np.ndarray  # by language: the one that it builds on, itself where there is none


def sequences_of(text: str) -> list[tuple[str, ...]]:
    """The sequences in a cell of the table."""
    return [tuple(sequence.split()) for line in text.splitlines() for sequence in line.strip().split("  ") if sequence]


@njit
def place(position: int, n: int) -> int:
    """The bit for the token at a position in a sequence of n tokens: one of six."""
    return 1 << (n * (n - 1) // 2 + position)


@njit
def hash_byte(h: np.uint64, byte: int) -> np.uint64:
    """One byte further in the hash of a token, which is finished by h ^ (h >> 32): `hash_step`, but shorter."""
    return (h ^ np.uint64(byte)) * STEP


@njit
def hash_bytes(data: np.ndarray, start: int, end: int) -> np.uint64:
    h = SEED
    for i in range(start, end):
        h = hash_byte(h, data[i])
    return h ^ (h >> S32)


@cache
def evidence() -> Evidence:
    """Recipe.evidence, compiled. Cost: 10 ms the first time."""
    rows = {language: (base, cells) for language, base, *cells in RECIPE.evidence}
    weights: dict[tuple[str, ...], dict[int, int]] = {}
    bases = np.arange(len(LANGUAGES))
    for language, (base, _) in rows.items():
        bases[INDEX[language]] = INDEX[base or language]
        for owner in (base, language) if base else (language,):
            for cell, weight in zip(rows[owner][1], (RECIPE.strong, RECIPE.weak), strict=True):
                for sequence in sequences_of(cell):
                    weights.setdefault(sequence, {})[INDEX[language]] = weight

    size = 1 << (4 * len(weights)).bit_length()
    places = np.zeros(1 << PLACES_BITS, np.uint8)
    keys, sequences = np.zeros(size, np.uint64), np.zeros(size, np.int64)
    for number, sequence in enumerate(weights):
        key = SEED
        for position, token in enumerate(sequence):
            code = np.frombuffer(token.replace(LINE_END, "\n").encode(), np.uint8)
            token_key = np.uint64(hash_bytes(code, 0, len(code)))
            places[int(token_key) % len(places)] |= place(position, len(sequence))
            key = np.uint64(hash_step(key, token_key))
        slot = int(key) % size
        while keys[slot]:
            slot = (slot + 1) % size
        keys[slot], sequences[slot] = key, number
    return Evidence(
        places,
        keys,
        sequences,
        np.cumsum([0, *(len(speaks_for) for speaks_for in weights.values())]),
        np.array([language for speaks_for in weights.values() for language in speaks_for]),
        np.array([weight for speaks_for in weights.values() for weight in speaks_for.values()]),
        bases,
    )


@njit
def hear(key: np.uint64, table: Evidence, times: np.ndarray) -> None:
    """Counts the sequence where the table has it."""
    mask = len(table.keys) - 1
    slot = np.int64(key & np.uint64(mask))
    while table.keys[slot]:
        if table.keys[slot] == key:
            times[table.sequences[slot]] += 1
            return
        slot = (slot + 1) & mask


@njit
def read_tokens(data: np.ndarray, start: int, end: int, table: Evidence, times: np.ndarray) -> tuple[int, int]:
    """Reads the tokens of data[start:end].

    Input: UTF-8 bytes; table: `evidence()`.
    Output: the number of tokens, line ends left out; the bytes of the longest word; times (int64, by sequence): how
        often it occurs.
    Cost: O(end - start).
    """
    times[:] = 0
    mask = np.uint64(len(table.places) - 1)
    n_tokens, longest = 0, 0
    second_last, last = SEED, SEED  # hashes of the tokens before, and their places
    second_last_places, last_places = np.uint8(0), np.uint8(0)
    i, token, kind = start, start, END  # every text begins with a line end
    while True:
        key = hash_byte(SEED, np.uint8(NEWLINE) if kind == END else data[token])
        if kind == WORD:
            while i < end and KINDS[data[i]] == WORD:
                key = hash_byte(key, data[i])
                i += 1
            longest = max(longest, i - token)
        n_tokens += kind != END
        key ^= key >> S32
        places = table.places[key & mask]
        if places:
            if places & place(0, 1):
                hear(hash_step(SEED, key), table, times)
            if places & place(1, 2) and last_places & place(0, 2):
                hear(hash_step(hash_step(SEED, last), key), table, times)
            if places & place(2, 3) and last_places & place(1, 3) and second_last_places & place(0, 3):
                hear(hash_step(hash_step(hash_step(SEED, second_last), last), key), table, times)
        second_last, second_last_places, last, last_places = last, last_places, key, places
        was_end = kind == END
        while i < end and (KINDS[data[i]] == BLANK or (was_end and KINDS[data[i]] == END)):
            i += 1
        if i >= end:
            return n_tokens, longest
        token, kind = i, KINDS[data[i]]
        i += 1


@njit
def weigh(table: Evidence, times: np.ndarray, is_markup: bool, scores: np.ndarray) -> int:
    """The language that the sequences speak for, or UNDETERMINED.

    Input: times: how often each occurs; is_markup: whether the text begins with a tag, as HTML and XML must: programs
        hold tags in strings and comments. Output: scores (int64, by language) as well.
    """
    scores[:] = 0
    for sequence in range(len(times)):
        if times[sequence]:
            for k in range(table.offsets[sequence], table.offsets[sequence + 1]):
                scores[table.languages[k]] += table.weights[k] * min(times[sequence], MAX_TIMES)
    if not is_markup:
        scores[HTML] = scores[XML] = 0
    best = 0
    for language in range(len(scores)):
        if scores[language] > scores[best]:
            best = language
    base = table.bases[best]
    if scores[best] < scores[base] + MIN_LEAD_ON_BASE:
        best = base
    runner_up = 0
    for language in range(len(scores)):
        if table.bases[language] != base:
            runner_up = max(runner_up, scores[language])
    return best if scores[best] >= max(MIN_SCORE, MIN_LEAD * runner_up) else UNDETERMINED


@njit
def is_json(data: np.ndarray, start: int, end: int) -> bool:
    """Whether data[start:end] begins as an object or array and holds nothing that JSON, or lines of it, can't hold."""
    i = start
    while i < end and data[i] <= SPACE:
        i += 1
    if i == end or (data[i] != BRACE and data[i] != BRACKET):
        return False
    while i < end:
        byte = data[i]
        if byte == QUOTE:
            i += 1
            while i < end and data[i] != QUOTE:
                if data[i] == NEWLINE:
                    return False
                i += 1 + (data[i] == BACKSLASH)
            if i >= end:
                return False
        elif not JSON_BYTES[byte]:
            return False
        i += 1
    return True


@njit
def is_yaml(data: np.ndarray, start: int, end: int) -> bool:
    """Whether the lines at the head of data[start:end] are keys and items.

    Output: whether of the first YAML_LINES lines that are neither blank nor comments, at least nine in ten are `key:`,
        `key: value` or `- item`, and at least one in four, and two, are keys.
    """
    n_lines, n_keys, n_items = 0, 0, 0
    i = start
    while i < end and n_lines < YAML_LINES:
        while i < end and data[i] == SPACE:
            i += 1
        stop = i
        while stop < end and data[stop] != NEWLINE:
            stop += 1
        if stop > i and data[i] != HASH:
            n_lines += 1
            is_item = data[i] == DASH and (i + 1 == stop or data[i + 1] == SPACE or data[i + 1] == DASH)
            while i < stop and (data[i] == DASH or data[i] == SPACE):
                i += 1
            key = i
            while i < stop and (KINDS[data[i]] == WORD or YAML_KEY_SIGNS[data[i]]):
                i += 1
            is_key = i > key and i < stop and data[i] == COLON and (i + 1 == stop or data[i + 1] == SPACE)
            last = data[stop - 1]
            if last in (SEMICOLON, BRACE):
                return False
            n_keys += is_key
            n_items += is_item and not is_key
        i = stop + 1
    return n_keys >= 2 and 4 * n_keys >= n_lines and 10 * (n_keys + n_items) >= 9 * n_lines


def heads(texts: pa.Array) -> np.ndarray:
    """The languages that the first bytes settle.

    Input: string array, NULL allowed.
    Output: int64 array of indexes of LANGUAGES; UNDETERMINED where there is no such head.
    Cost: 1 GB/s.
    """
    found = np.full(len(texts), UNDETERMINED)
    may_be = pc.match_substring_regex(texts, r"\A\s*(?:#!|<)").fill_null(False).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(may_be).tolist():
        head = texts[row].as_py()[:HEAD_CHARS]
        if shebang := SHEBANG.match(head):
            found[row] = INDEX.get(INTERPRETERS.get(shebang[1], RECIPE.undetermined), UNDETERMINED)
        else:
            found[row] = next((INDEX[language] for language, form in HEADS if form.match(head)), UNDETERMINED)
    return found
