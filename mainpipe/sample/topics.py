"""What the sample's prose and code are about: a vocabulary for each topic."""

from dataclasses import dataclass

from mainpipe.sample.words import words


@dataclass(frozen=True)
class Topic:
    """A subject with its own nouns, people, places and things to do."""

    name: str
    things: tuple[str, ...]
    masses: tuple[str, ...]
    roles: tuple[str, ...]
    places: tuple[str, ...]
    acts: tuple[str, ...]


def _topic(name: str, things: str, masses: str, roles: str, places: str, acts: str) -> Topic:
    return Topic(name, words(things), words(masses), words(roles), words(places), words(acts))


TOPICS = (
    _topic(
        "gardening",
        "trowel seedling rosebush compost_heap flowerpot tulip lawn pruning_saw watering_can bulb cutting shrub "
        "border raised_bed trellis cold_frame tomato courgette bean_row dahlia rake spade wheelbarrow slug water_butt "
        "apple_tree fig hosepipe seed_tray mulch_layer polytunnel bramble clematis lavender_bush",
        "compost mulch peat shade drainage rainwater manure topsoil pollen foliage",
        "gardener allotment_holder botanist seed_merchant landscaper",
        "allotment greenhouse nursery walled_garden orchard potting_shed",
        "prune water plant harvest weed transplant sow trim fertilise hoe graft stake",
    ),
    _topic(
        "cooking",
        "saucepan onion recipe casserole pie omelette dumpling lemon carrot loaf pancake sauce stew whisk grater ladle "
        "colander frying_pan mushroom aubergine chilli salad sandwich cheesecake roast marinade noodle_dish broth tart "
        "biscuit spatula rolling_pin baking_tray pepper chickpea_curry",
        "flour butter sugar olive_oil vinegar garlic thyme stock cream pastry rice cinnamon",
        "chef baker food_writer waiter greengrocer butcher",
        "kitchen restaurant bistro market_stall bakery canteen",
        "boil simmer roast slice chop season fry bake marinate whisk drain knead grate",
    ),
    _topic(
        "cycling",
        "saddle pedal chain tyre puncture handlebar brake_pad helmet derailleur pannier sprint climb bike_lane "
        "inner_tube crankset spoke frame pump bell mudguard road_bike tandem time_trial jersey water_bottle "
        "gravel_track bearing training_plan mileage_log hill",
        "grip momentum endurance suspension grease traffic stamina",
        "cyclist mechanic courier team_manager marshal sprinter",
        "velodrome bike_shop mountain_pass cycle_path finish_line forest_track",
        "pedal inflate tighten ride adjust lubricate climb overtake patch repair",
    ),
    _topic(
        "photography",
        "tripod lens shutter portrait landscape flash exposure negative darkroom print aperture filter memory_card "
        "light_meter backdrop telephoto album zoom contact_sheet viewfinder camera_bag silhouette close-up "
        "studio_lamp snapshot frame",
        "contrast focus grain daylight depth_of_field developer brightness saturation",
        "photographer model art_director photo_editor curator",
        "darkroom studio gallery rooftop location",
        "shoot crop develop frame expose retouch focus enlarge print",
    ),
    _topic(
        "carpentry",
        "chisel mallet dovetail_joint plank workbench clamp drawer bookcase table_leg tenon band_saw hand_plane "
        "veneer sanding_block dowel hinge cabinet stool spirit_level nail screwdriver router_bit oak_board mitre_box "
        "template shelf lathe bowl spindle picture_frame rocking_chair",
        "sawdust varnish timber glue beeswax hardwood linseed_oil sandpaper",
        "carpenter joiner cabinetmaker apprentice timber_merchant",
        "workshop sawmill timber_yard garage showroom",
        "sand plane saw glue varnish carve drill clamp measure turn sharpen",
    ),
    _topic(
        "sailing",
        "mast rudder hull keel mainsail spinnaker anchor buoy dinghy tiller winch compass chart mooring deck jib "
        "cabin life_jacket lighthouse regatta catamaran shackle propeller tide_table flare logbook halyard sandbank "
        "lock_gate",
        "wind rope ballast salt_spray fog rigging swell varnish",
        "skipper sailor boatbuilder harbour_master deckhand navigator",
        "marina harbour estuary boatyard slipway yacht_club",
        "hoist moor tack steer reef launch anchor trim overhaul",
    ),
    _topic(
        "music",
        "violin chord rehearsal symphony melody trumpet audition concerto album guitar_string drum_kit amplifier "
        "encore quartet choir_stall score bassoon lyric ballad microphone metronome record_deck piano_stool setlist "
        "tour chorus harmonica cello keyboard playlist bow",
        "rhythm applause harmony feedback reverb percussion sheet_music",
        "conductor violinist drummer songwriter sound_engineer soloist music_critic",
        "concert_hall bandstand recording_studio jazz_club rehearsal_room opera_house",
        "rehearse tune compose record perform conduct strum transcribe mix",
    ),
    _topic(
        "football",
        "goal penalty striker_role midfield_pairing league_table fixture transfer season_ticket free_kick header "
        "tackle clean_sheet crossbar corner_flag half-time_talk training_session cup_final pitch terrace dugout scarf "
        "substitution counter-attack back_pass own_goal whistle away_match home_win injury",
        "possession pace stamina form momentum discipline",
        "goalkeeper striker defender manager referee supporter physiotherapist winger",
        "stadium training_ground dressing_room clubhouse terrace away_end",
        "tackle score defend sign substitute coach win lose",
    ),
    _topic(
        "astronomy",
        "telescope comet galaxy nebula eclipse orbit asteroid moon crater meteor_shower satellite star_chart eyepiece "
        "planet red_giant supernova spectrum constellation observatory_dome sunspot solar_panel light_curve exoplanet "
        "radio_dish mirror tripod quasar dwarf_star probe",
        "starlight gravity radiation dust moonlight hydrogen light_pollution",
        "astronomer stargazer physicist astronaut mission_planner",
        "observatory planetarium mountain_top desert_site launch_site",
        "observe calibrate photograph track point resolve chart detect",
    ),
    _topic(
        "railways",
        "locomotive carriage signal_box sleeper ticket timetable platform viaduct tunnel level_crossing buffer "
        "freight_wagon branch_line dining_car conductor's_flag turntable siding steam_engine rail whistle footplate "
        "season_pass rail_fare tram bogie diesel_unit gauge junction luggage_rack waiting_room",
        "coal steam ballast electrification freight punctuality rolling_stock",
        "signalman train_driver guard passenger rail_planner stationmaster commuter",
        "station depot junction goods_yard engine_shed railway_museum",
        "electrify couple shunt extend signal widen reopen restore",
    ),
    _topic(
        "finance",
        "invoice mortgage dividend ledger budget pension audit share_price interest_rate bond portfolio loan "
        "tax_return savings_account merger balance_sheet currency hedge_fund credit_note overdraft deposit forecast "
        "annual_report spreadsheet payroll bank_branch insurance_policy asset tariff quarter",
        "inflation cash_flow debt liquidity revenue credit growth profit",
        "accountant auditor investor broker bank_manager analyst treasurer",
        "stock_exchange bank head_office trading_floor tax_office",
        "invest_in audit refinance sell underwrite forecast value insure",
    ),
    _topic(
        "weather",
        "forecast thunderstorm cold_front rain_gauge hurricane heatwave barometer snowdrift breeze frost warning "
        "drought cloud flood tide rainbow blizzard lightning_strike weather_balloon radar_image monsoon puddle "
        "wind_turbine cyclone anemometer isobar hailstone downpour",
        "humidity rainfall sunshine fog snow drizzle air_pressure mist",
        "forecaster meteorologist farmer weather_presenter hydrologist",
        "weather_station coast hillside floodplain airfield",
        "forecast measure track predict record model",
    ),
    _topic(
        "film",
        "screenplay trailer close-up sequel premiere soundtrack stunt scene montage documentary script camera_crane "
        "box_office costume flashback director's_cut cameo subtitle plot_twist thriller animation award "
        "credit_sequence rehearsal storyboard location prop reel supporting_role",
        "suspense dialogue lighting pacing publicity atmosphere",
        "director actor screenwriter film_critic stuntman producer projectionist",
        "cinema film_set studio editing_suite festival_venue",
        "direct film cast edit screen dub script rehearse",
    ),
    _topic(
        "education",
        "lesson exam timetable textbook scholarship classroom homework_task school_trip essay curriculum degree "
        "seminar grade library_card assembly playground term report blackboard spelling_test science_fair uniform "
        "locker lecture syllabus diploma quiz worksheet parents'_evening bursary",
        "literacy discipline tuition feedback arithmetic grammar homework",
        "teacher pupil headteacher lecturer tutor caretaker graduate",
        "classroom primary_school campus lecture_theatre staff_room college_library",
        "teach mark revise study assess explain attend tutor",
    ),
    _topic(
        "beekeeping",
        "hive queen_bee honeycomb smoker swarm frame brood_box drone veil jar extractor hive_tool bee_suit "
        "entrance_block colony mite sting nectar_flow wax_candle worker_bee super feeder flower skep excluder "
        "wildflower_strip log_book",
        "honey pollen beeswax nectar propolis sugar_syrup smoke",
        "beekeeper apiarist honey_seller bee_inspector neighbour",
        "apiary orchard heather_moor clover_field honey_shop",
        "inspect requeen feed harvest extract smoke relocate",
    ),
    _topic(
        "architecture",
        "facade staircase arch balcony blueprint skyscraper column courtyard roof_beam skylight plinth dome extension "
        "terrace brick_wall window_frame floor_plan atrium scaffold spire foundation lintel glass_panel "
        "building_permit gable vault chimney cornice model lift_shaft",
        "concrete masonry insulation daylight plaster stonework symmetry",
        "architect surveyor planner stonemason structural_engineer conservation_officer",
        "building_site cathedral civic_centre housing_estate architects'_office",
        "design restore paint demolish extend insulate survey convert",
    ),
    _topic(
        "travel",
        "suitcase itinerary passport boarding_pass guidebook hostel_bed souvenir ferry visa postcard beach_hut "
        "cable_car backpack hotel_room bus_tour viewpoint phrasebook campsite border_crossing sunset day_trip "
        "train_pass rental_car street_market hammock old_town waterfall trail museum_ticket rucksack",
        "luggage hospitality sunscreen scenery street_food jet_lag sightseeing",
        "traveller tour_guide hotelier backpacker travel_agent ferry_captain",
        "airport old_town guesthouse beach border_town national_park",
        "book explore visit photograph recommend pack hike",
    ),
    _topic(
        "pets",
        "puppy kitten collar leash aquarium hamster kennel cat_flap feeding_bowl vaccination rabbit parrot goldfish "
        "pet_basket scratching_post toy vet_bill tortoise lead dog_show chew_toy paw hutch treat budgerigar microchip "
        "grooming_brush spaniel terrier",
        "fur obedience kibble straw exercise bedding affection",
        "vet breeder dog_walker kennel_owner groomer rescue_worker",
        "animal_shelter park pet_shop veterinary_surgery kennels",
        "groom walk feed train adopt vaccinate bathe rehome",
    ),
    _topic(
        "politics",
        "motion manifesto ballot_paper coalition referendum amendment by-election bill petition opinion_poll campaign "
        "budget committee_stage veto constituency majority cabinet_post press_conference policy tax_cut treaty speech "
        "minister's_reply leaflet polling_station reform consultation whip grant scandal",
        "legislation turnout debate bureaucracy lobbying accountability",
        "councillor mayor senator campaigner civil_servant voter party_leader spokesman",
        "parliament council_chamber town_hall polling_station embassy",
        "support debate veto amend repeal oppose negotiate scrutinise",
    ),
    _topic(
        "textiles",
        "loom knitting_needle cardigan skein spindle quilt hem pattern thimble cushion_cover tapestry sewing_machine "
        "button bobbin zip dress shawl patchwork sleeve embroidery_hoop dye_bath fabric_sample scarf crochet_hook "
        "stitch collar lining blanket pin_cushion tailor's_chalk",
        "wool thread cotton dye felt lace embroidery yarn",
        "weaver tailor knitter dressmaker textile_designer dyer",
        "mill haberdashery workroom craft_fair sewing_circle",
        "knit weave dye stitch embroider sew hem unpick spin",
    ),
    _topic(
        "ecology",
        "wetland heron otter hedgerow nest_box seed_bank salmon_run beetle meadow oak_wood reed_bed butterfly "
        "kingfisher badger_sett wildlife_corridor owl_pellet tadpole invasive_plant bat_survey fungus_colony predator "
        "habitat pond_weed field_guide camera_trap migration peat_bog lizard seabird_colony transect",
        "biodiversity leaf_litter plankton erosion pollution wildlife lichen",
        "ecologist ranger birdwatcher conservationist warden naturalist",
        "nature_reserve estuary heathland river_bank moor salt_marsh",
        "protect monitor count reintroduce restore ring survey map",
    ),
    _topic(
        "software",
        "database server backup login_page bug_report release firewall spreadsheet prototype dashboard plugin "
        "search_index keyboard laptop mobile_app test_suite network_cable support_ticket data_centre browser_tab "
        "update interface patch help_page workflow printer notification archive deployment file_format",
        "bandwidth code documentation latency storage encryption open-source_software",
        "developer administrator tester product_manager designer support_engineer",
        "server_room office hackathon data_centre help_desk",
        "install debug deploy configure migrate encrypt refactor automate document",
    ),
    _topic(
        "archaeology",
        "excavation trench pottery_shard burial_mound coin_hoard mosaic amphora flint_tool inscription hill_fort "
        "skeleton post_hole brooch bath_house aerial_photograph rampart villa settlement find roundhouse temple "
        "carbon_date artefact stratum axe_head sarcophagus field_walk causeway",
        "charcoal pottery bronze flint mortar evidence soil",
        "archaeologist excavator curator metal_detectorist historian conservator",
        "dig_site museum_store burial_ground ruined_abbey quarry",
        "excavate date catalogue record clean interpret survey conserve",
    ),
    _topic(
        "health",
        "check-up vaccine waiting_list treadmill stretch symptom physiotherapy_session blood_test sleep_diary diet "
        "appointment bandage prescription running_shoe yoga_mat headache hearing_aid gym_membership knee "
        "support_group heart_rate first-aid_kit allergy smoothie walking_group ankle eye_test vitamin_tablet",
        "exercise sleep fibre stress hydration posture protein stamina",
        "doctor nurse dietitian physiotherapist patient personal_trainer pharmacist",
        "clinic gym surgery hospital_ward leisure_centre",
        "stretch strengthen monitor treat prevent relieve exercise diagnose",
    ),
)
